package flathead.metrics.internal;

import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.api.StreamStatus;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Locale;
import java.util.Objects;

/**
 * What a stream tells. Its labels are its name and its origin, {@code camera} of this runtime or {@code remote}: in a
 * runtime that sends to itself, both have a {@code left}. A part of its way is {@code source}, {@code encoder}, {@code
 * decoder}, or the role of a sink, whose name is in {@code sink}.
 */
final class StreamMetrics {
    private static final String PREFIX = "flathead_";

    private final Families to;
    private final StreamStatus status;
    private final Labels stream;

    private StreamMetrics(Families to, StreamStatus status) {
        this.to = to;
        this.status = status;
        this.stream = Labels.of("stream", status.id().name(), "origin",
            status.id().client().isEmpty() ? "camera" : "remote");
    }

    static void add(Families to, StreamStatus status) {
        StreamMetrics metrics = new StreamMetrics(to, status);
        metrics.state();
        metrics.part("source", "", status.captured());
        metrics.coder("encoder", status.encoded());
        metrics.coder("decoder", status.decoded());
        for (StreamStatus.Outlet outlet : status.outlets()) {
            metrics.outlet(outlet);
        }
        if (status.receiver() != null) {
            metrics.receiver(status.receiver());
        }
    }

    private void state() {
        to.info(PREFIX + "stream", stream.merge(Labels.of("source", status.source(), "encoder", status.encoder(),
            "decoder", status.decoder(), "codec", status.codec() == null ? "" : status.codec().name())));
        for (StreamStatus.State each : StreamStatus.State.values()) {
            to.gauge(PREFIX + "stream_state", "1 for the state in which a stream is.",
                stream.add("state", each.name().toLowerCase(Locale.ROOT)), each == status.state() ? 1 : 0);
        }
        to.gauge(PREFIX + "stream_width_pixels", "Width of the last picture.", stream, status.width());
        to.gauge(PREFIX + "stream_height_pixels", "Height of the last picture.", stream, status.height());
        to.gauge(PREFIX + "stream_sessions", "Sessions under this name, with the present one.", stream,
            status.id().generation());
    }

    private void coder(String part, Stats stats) {
        part(part, "", stats);
        if (stats.coders() != null) {
            Labels labels = stream.add("part", part);
            to.count(PREFIX + "coder_swaps", "Encoders or decoders put in the place of another.", labels,
                Math.max(0, stats.coders().opened() - 1));
            to.count(PREFIX + "coder_faults", "Encoders or decoders that failed or hung.", labels,
                stats.coders().faults());
        }
    }

    private void outlet(StreamStatus.Outlet outlet) {
        String role = Objects.toString(outlet.role(), "");
        String name = Objects.toString(outlet.name(), "");
        Labels labels = part(role, name, outlet.stats());
        to.count(PREFIX + "lane_dropped_pictures", "Pictures that a sink was too slow for, or that came before its"
            + " first keyframe.", labels, outlet.dropped());
    }

    private Labels part(String part, String sink, Stats stats) {
        Labels labels = stream.merge(Labels.of("part", part, "sink", sink));
        to.count(PREFIX + "pictures_in", "Pictures that a part of the way took.", labels, stats.in());
        to.count(PREFIX + "pictures", "Pictures that a part of the way passed on.", labels, stats.out());
        to.count(PREFIX + "pictures_dropped", "Pictures that a part of the way took, or that were due, and that it did"
            + " not pass on.", labels, stats.dropped());
        to.gauge(PREFIX + "pictures_in_flight", "Pictures that a part of the way holds, of the source's those out of"
            + " its pool.", labels, stats.inFlight());
        to.count(PREFIX + "keyframes", "Of the pictures passed on, those at which decoding can start.", labels,
            stats.keyframes());
        to.count(PREFIX + "encoded_bytes", "In the encoded pictures passed on.", labels, stats.bytes());
        to.histogram(PREFIX + "capture_age", "How old pictures were when they reached a part of the way, since their"
            + " capture.", labels, stats.ages());
        if (stats.viewers() >= 0) {
            to.gauge(PREFIX + "viewers", "Who look at a stream.", labels, stats.viewers());
        }
        if (stats.network() != null) {
            network(labels, stats.network());
        }
        return labels;
    }

    private void network(Labels labels, Stats.Network network) {
        to.count(PREFIX + "rtp_packets", "Packets sent or received, without those sent again.", labels,
            network.packets());
        to.count(PREFIX + "rtp_payload_bytes", "In these packets.", labels, network.bytes());
        to.count(PREFIX + "rtp_retransmitted_packets", "Packets sent or received again (RFC 4588).", labels,
            network.retransmitted());
        to.gauge(PREFIX + "rtp_lost_packets", "The receiver's cumulative number of packets lost, which may fall"
            + " (RFC 3550).", labels, network.lost());
        to.count(PREFIX + "rtp_keyframe_requests", "PLI and FIR, sent or received.", labels,
            network.keyframeRequests());
        if (network.roundTripMillis() >= 0) {
            to.seconds(PREFIX + "rtp_round_trip", "The last that was measured.", labels, network.roundTripMillis());
        }
    }

    private void receiver(ReceiverStatus receiver) {
        to.count(PREFIX + "receiver_missing_packets", "Packets that were not there when a later one came.", stream,
            receiver.missing());
        to.count(PREFIX + "receiver_recovered_packets", "Missing packets that came when they were sent again.", stream,
            receiver.recovered());
        to.count(PREFIX + "receiver_reordered_packets", "Missing packets that came by themselves.", stream,
            receiver.reordered());
        to.count(PREFIX + "receiver_duplicate_packets", "Packets that were there already.", stream,
            receiver.duplicates());
        to.count(PREFIX + "receiver_late_packets", "Packets that came when their picture was given up or handed out.",
            stream, receiver.late());
        to.count(PREFIX + "receiver_nacks", "Messages that asked for what was missing (RFC 4585).", stream,
            receiver.nacks());
        to.count(PREFIX + "receiver_pictures", "Pictures that were complete.", stream, receiver.pictures());
        to.count(PREFIX + "receiver_given_up_pictures", "Pictures that could not be completed in time.", stream,
            receiver.givenUp());
        to.count(PREFIX + "receiver_freezes", "Times without a new picture that a person would notice.", stream,
            receiver.freezes());
        to.seconds(PREFIX + "receiver_jitter", "How unevenly packets arrive (RFC 3550).", stream,
            receiver.jitterMillis());
        to.seconds(PREFIX + "receiver_clock_offset", "By how much the sender's clock is ahead of ours.", stream,
            receiver.clock().offsetMillis());
        to.seconds(PREFIX + "receiver_clock_error", "By how much that, and a time of capture, may be wrong.", stream,
            receiver.clock().errorMillis());
    }
}
