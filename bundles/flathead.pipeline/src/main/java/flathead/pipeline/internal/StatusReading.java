package flathead.pipeline.internal;

import flathead.api.Codec;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.StreamStatus;
import flathead.api.VideoFormat;
import java.util.List;

/**
 * Reads a stream's status off its parts, while they work. Any thread.
 *
 * @param source what the feed delivers; null while it delivers nothing
 * @param encoded what an encoder makes; null without one
 * @param encoder null without one
 * @param decoder null without one
 * @param lanes of every sink
 * @param sinkDetail what a sink lacks, or empty
 */
record StatusReading(StreamId id, Feed feed, Branch source, Branch encoded, EncoderSlot encoder, DecoderSlot decoder,
        List<Served> lanes, String sinkDetail, NetworkRate networkRate) {
    private static final long STALLED_NANOS = 1_000_000_000L;

    /** The rate that goes out, or comes in where nothing goes out encoded. */
    private record Flow(Codec codec, double bitsPerSecond) {
    }

    StreamStatus read() {
        VideoFormat format = source == null ? null : source.tap().format();
        Stats captured = feed.stats();
        Lane raw = sendingRaw();
        Flow flow = flow(raw, captured, format);
        String detail = detail();
        return new StreamStatus(id, state(detail), Wishes.first(detail, feed.note()), feed.name(),
            encoder == null || raw != null ? "" : encoder.name(), decoder == null ? "" : decoder.name(), flow.codec,
            format == null ? 0 : format.width(), format == null ? 0 : format.height(),
            source == null ? 0 : source.tap().rate().picturesPerSecond(), Math.round(flow.bitsPerSecond), captured,
            encoder == null ? Stats.NONE : encoder.stats(), decoder == null ? Stats.NONE : decoder.stats(),
            lanes.stream().map(served -> served.lane().status()).toList(), feed.receiver());
    }

    private String detail() {
        boolean wanted = lanes.stream().anyMatch(served -> served.lane().wantsPictures());
        return Wishes.first(feed.detail(), sinkDetail, encoder == null ? "" : encoder.detail(),
            decoder == null ? "" : decoder.detail(), lanes.isEmpty() ? "waits for a sink" : "",
            wanted ? "" : StreamStatus.UNWANTED);
    }

    private StreamStatus.State state(String detail) {
        long idle = source == null ? Long.MAX_VALUE : source.tap().rate().idleNanos();
        if (!detail.isEmpty() || idle == Long.MAX_VALUE) {
            return StreamStatus.State.WAITING;
        }
        return idle > STALLED_NANOS ? StreamStatus.State.STALLED : StreamStatus.State.STREAMING;
    }

    private Flow flow(Lane raw, Stats captured, VideoFormat format) {
        if (raw != null) {
            return new Flow(raw.sentCodec(), raw.bitsPerSecond());
        }
        if (captured.network() != null) {
            // As it came, whatever is made of it here.
            return new Flow(captured.network().codec(), networkRate.bitsPerSecond());
        }
        if (encoded != null) {
            return new Flow(encoded.codec(), encoded.tap().rate().bitsPerSecond());
        }
        return format == null ? new Flow(null, 0) : new Flow(format.codec(), source.tap().rate().bitsPerSecond());
    }

    /** Whose sink encodes raw pictures and sends them, while nobody wants them from an encoder here. */
    private Lane sendingRaw() {
        Lane found = null;
        for (Served served : lanes) {
            if (served.lane().wantsPictures()) {
                if (!served.codec().isRaw()) {
                    return null;
                }
                found = found == null && served.lane().sentCodec() != null ? served.lane() : found;
            }
        }
        return found;
    }
}
