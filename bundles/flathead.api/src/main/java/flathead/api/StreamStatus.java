package flathead.api;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * How a stream fares.
 *
 * @param id which stream
 * @param state whether pictures flow
 * @param detail what it waits for, why it broke, or which setting was refused last; empty if there is nothing to say
 * @param source where pictures come from: a {@link CaptureFactory#NAME}, or {@code remote}
 * @param encoder the {@link EncoderFactory#NAME} in use; empty if nothing is encoded here
 * @param decoder the {@link DecoderFactory#NAME} in use; empty if nothing is decoded here
 * @param codec in which it travels; null while that is not known
 * @param width of the last picture, in pixels; 0 before the first
 * @param height of the last picture, in pixels; 0 before the first
 * @param fps pictures a second from the source, over the last two seconds
 * @param bitsPerSecond of the encoded stream, over the last two seconds; 0 where nothing encoded passes
 * @param captured counters of the source
 * @param encoded counters of the encoder slot; all 0 where nothing is encoded here
 * @param decoded counters of the decoder slot; all 0 where nothing is decoded here
 * @param outlets each sink of this stream
 * @param receiver what is known of its reception; null if it does not come from elsewhere, or not yet
 */
public record StreamStatus(StreamId id, State state, String detail, String source, String encoder, String decoder,
        Codec codec, int width, int height, double fps, long bitsPerSecond, Stats captured, Stats encoded,
        Stats decoded, List<Outlet> outlets, ReceiverStatus receiver) {
    /** The {@link #detail()} of a camera that the settings keep from running. */
    public static final String DISABLED = "disabled";
    /** The {@link #detail()} of a stream whose sinks are there and have all said {@link Feedback#NOTHING}. */
    public static final String UNWANTED = "the sinks want no pictures yet";

    /** A stream that does not run, and why. */
    public static StreamStatus idle(StreamId id, String detail) {
        return new StreamStatus(id, State.WAITING, detail, "", "", "", null, 0, 0, 0, 0, Stats.NONE, Stats.NONE,
            Stats.NONE, List.of(), null);
    }

    /** The same, with another detail. */
    public StreamStatus withDetail(String other) {
        return new StreamStatus(id, state, other, source, encoder, decoder, codec, width, height, fps, bitsPerSecond,
            captured, encoded, decoded, outlets, receiver);
    }

    /**
     * What the source tells (of a remote stream), else the first sink that does (a camera's uplink); null if none does.
     *
     * @param what is asked for; answers null of counters that do not tell it
     */
    public <T> T first(Function<Stats, T> what) {
        T ofSource = what.apply(captured);
        return ofSource != null ? ofSource : outlets.stream().map(Outlet::stats).map(what).filter(Objects::nonNull)
            .findFirst().orElse(null);
    }

    /** Whether pictures flow. */
    public enum State {
        /** Something is missing; {@link StreamStatus#detail()} says what. */
        WAITING,
        /** Pictures flow. */
        STREAMING,
        /** Pictures should flow and have not for a second. */
        STALLED
    }

    /**
     * A sink of this stream.
     *
     * @param role see {@link VideoSink#ROLE}
     * @param name see {@link VideoSink#NAME}
     * @param stats of the sink itself
     * @param dropped pictures that its lane dropped because it was slow, or had no keyframe yet to begin with
     */
    public record Outlet(String role, String name, Stats stats, long dropped) {
    }
}
