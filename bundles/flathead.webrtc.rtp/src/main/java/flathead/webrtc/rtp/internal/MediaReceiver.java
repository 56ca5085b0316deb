package flathead.webrtc.rtp.internal;

import flathead.api.EncodedFrame;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.webrtc.rtp.internal.receive.RtpReceiver;
import flathead.webrtc.rtp.internal.transport.PeerTransport;
import flathead.webrtc.rtp.internal.transport.SrtpSession;
import java.nio.ByteBuffer;

/**
 * The RTP receiver with SRTP and the port before it. Packets, timers and pictures are the transport's thread's; wishes
 * and questions come from any. The lock is never held while a picture is handed on. Nothing is allocated here.
 */
final class MediaReceiver implements Flow {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final RtpReceiver receiver;
    private final SrtpSession srtp;
    private final PeerTransport transport;
    private final RemoteVideo video;
    private final byte[] packet = new byte[RtpReceiver.PACKET_CAPACITY + SrtpSession.MOST_GROWTH];
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(packet.length);

    MediaReceiver(RtpReceiver receiver, SrtpSession srtp, PeerTransport transport, RemoteVideo video) {
        this.receiver = receiver;
        this.srtp = srtp;
        this.transport = transport;
        this.video = video;
    }

    /** Takes an SRTP or SRTCP packet, and hands on what is complete with it. The transport's thread. */
    @Override
    public boolean arrived(ByteBuffer datagram, long nowNanos) {
        boolean authentic = take(datagram, nowNanos);
        deliver(nowNanos);
        return authentic;
    }

    private synchronized boolean take(ByteBuffer from, long nowNanos) {
        int length = from.remaining();
        if (length > RtpReceiver.PACKET_CAPACITY || length < 2) {
            return false;
        }
        from.get(packet, 0, length);
        if (isRtcp(packet[1])) {
            int opened = srtp.unprotectRtcp(packet, length);
            if (opened > 0) {
                receiver.receiveRtcp(packet, 0, opened, nowNanos);
            }
            return opened > 0;
        }
        int opened = srtp.unprotectRtp(packet, length);
        if (opened > 0) {
            receiver.receiveRtp(packet, opened, nowNanos);
        }
        return opened > 0;
    }

    /** RFC 5761, section 4: packet types 192 to 223. */
    private static boolean isRtcp(byte type) {
        return (type & 0xe0) == 0xc0;
    }

    private void deliver(long nowNanos) {
        for (EncodedFrame frame = next(nowNanos); frame != null; frame = next(nowNanos)) {
            try {
                video.offer(frame);
            } finally {
                frame.close();
            }
        }
    }

    private synchronized EncodedFrame next(long nowNanos) {
        return receiver.nextPicture(nowNanos);
    }

    /** Does what is due; answers for how long nothing will be. The transport's thread. */
    @Override
    public long turn(long nowNanos) {
        deliver(nowNanos);
        return sendDue(nowNanos);
    }

    private synchronized long sendDue(long nowNanos) {
        for (int length = receiver.pollRtcp(packet, nowNanos); length > 0;
                length = receiver.pollRtcp(packet, nowNanos)) {
            int sealed = srtp.protectRtcp(packet, length);
            datagram.clear().put(0, packet, 0, sealed).limit(sealed);
            transport.send(datagram);
        }
        return Math.min(NANOS_PER_SECOND, receiver.waitNanos(nowNanos));
    }

    void requestKeyframe() {
        synchronized (this) {
            receiver.requestKeyframe();
        }
        transport.wake();
    }

    void limitBitrate(int bitsPerSecond) {
        synchronized (this) {
            receiver.limitBitrate(bitsPerSecond);
        }
        transport.wake();
    }

    /** Says goodbye; hands on nothing any more. */
    @Override
    public synchronized void close(long nowNanos) {
        receiver.close();
        sendDue(nowNanos);
    }

    @Override
    public synchronized Stats.Network network() {
        return receiver.network();
    }

    synchronized ReceiverStatus status(long nowNanos) {
        return receiver.status(nowNanos);
    }
}
