package flathead.webrtc.rtp.internal.rtp;

/**
 * The place of a bandwidth estimator: hears of every packet that left, and of what the receiver says became of it
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01). Only used where transport-wide sequence numbers were agreed on.
 *
 * <p>Called while packets are polled and received, under the caller's lock: must be quick and must not call back.
 * Sequence numbers are 16 bits and wrap.
 */
public interface TransportObserver {
    /** Nobody watches. */
    TransportObserver NONE = new TransportObserver() {
        @Override
        public void sent(int sequence, int bytes, long nowNanos) {
        }

        @Override
        public void arrived(int sequence, long arrivalMicros) {
        }

        @Override
        public void missing(int sequence) {
        }

        @Override
        public void feedbackEnded(long nowNanos) {
        }
    };

    /**
     * A packet was handed out, new or again.
     *
     * @param sequence its transport-wide number
     * @param bytes of RTP, without SRTP, UDP and IP
     */
    void sent(int sequence, int bytes, long nowNanos);

    /**
     * The receiver has it.
     *
     * @param arrivalMicros in the receiver's clock, in microseconds (a multiple of 250), from an origin of its own;
     *     counts on from report to report modulo 2^24 * 64 ms
     */
    void arrived(int sequence, long arrivalMicros);

    /** The receiver does not have it, so far. */
    void missing(int sequence);

    /** One report is complete. */
    void feedbackEnded(long nowNanos);
}
