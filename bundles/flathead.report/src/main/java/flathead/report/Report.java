package flathead.report;

import flathead.api.Codec;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.api.StereoStatus;
import flathead.api.StreamStatus;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Writes the status. Times are in milliseconds, sizes in bytes and rates a second; what is not known is null, never
 * zero.
 */
public final class Report {
    private Report() {
    }

    /** The whole page. */
    public static JsonObject of(String version, Instant startedAt, Instant now, List<StreamStatus> streams) {
        return of(version, startedAt, now, streams, List.of());
    }

    /** The same, with pairs of cameras; where nothing is paired, there is nothing of it. */
    public static JsonObject of(String version, Instant startedAt, Instant now, List<StreamStatus> streams,
            List<StereoStatus> stereo) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        streams.stream().sorted(Comparator.comparing(each -> each.id().name())).forEach(each -> list.add(stream(each)));
        JsonObjectBuilder page = Json.createObjectBuilder()
            .add("name", "flathead")
            .add("version", version)
            .add("startedAt", startedAt.truncatedTo(ChronoUnit.SECONDS).toString())
            .add("uptimeSeconds", Math.max(0, ChronoUnit.SECONDS.between(startedAt, now)))
            .add("streams", list);
        if (!stereo.isEmpty()) {
            JsonArrayBuilder pairs = Json.createArrayBuilder();
            stereo.stream().sorted(Comparator.comparing(StereoStatus::name)).forEach(pair -> pairs.add(stereo(pair)));
            page.add("stereo", pairs);
        }
        return page.build();
    }

    /** One pair. */
    public static JsonObject stereo(StereoStatus pair) {
        StereoStatus.Skew skew = pair.skew();
        JsonArrayBuilder consumers = Json.createArrayBuilder();
        for (StereoStatus.Consumer each : pair.consumers()) {
            consumers.add(Json.createObjectBuilder().add("name", each.name()).add("pairs", each.pairs())
                .add("dropped", each.dropped()).add("failed", each.failed()).add("hangs", each.hangs()));
        }
        return Json.createObjectBuilder()
            .add("name", pair.name())
            .add("left", pair.left())
            .add("right", pair.right())
            .add("detail", text(pair.detail()))
            .add("clock", text(pair.clock() == null ? "" : pair.clock().name().toLowerCase(Locale.ROOT)))
            .add("pairs", pair.pairs())
            .add("unpairedLeft", pair.unpairedLeft())
            .add("unpairedRight", pair.unpairedRight())
            .add("refusedLeft", pair.refusedLeft())
            .add("refusedRight", pair.refusedRight())
            .add("skew", skew == null ? JsonValue.NULL : Json.createObjectBuilder()
                .add("mean", number(skew.mean()))
                .add("p50", number(skew.p50()))
                .add("p95", number(skew.p95()))
                .add("max", number(skew.max()))
                .add("samples", skew.samples())
                .build())
            .add("consumers", consumers)
            .build();
    }

    /** One stream. */
    public static JsonObject stream(StreamStatus status) {
        Stats.Network network = status.first(Stats::network);
        JsonObjectBuilder json = Json.createObjectBuilder()
            .add("name", status.id().name())
            .add("cameraId", status.id().camera())
            .add("client", text(status.id().client()))
            .add("session", status.id().generation())
            .add("state", status.state().name().toLowerCase(Locale.ROOT))
            .add("detail", text(status.detail()))
            .add("source", text(status.source()))
            .add("encoder", text(status.encoder()))
            .add("decoder", text(status.decoder()))
            .add("codec", codec(status.codec()))
            .add("width", status.width())
            .add("height", status.height())
            .add("fps", number(status.fps()))
            .add("bitrate", status.bitsPerSecond())
            .add("latency", latency(status.first(Stats::latency)))
            .add("captureLatency", captureLatency(status));
        network(json, network);
        json.add("receiver", receiver(status.receiver()));
        JsonArrayBuilder outlets = Json.createArrayBuilder();
        for (StreamStatus.Outlet outlet : status.outlets()) {
            outlets.add(counters(Json.createObjectBuilder().add("role", text(outlet.role()))
                .add("name", text(outlet.name())), outlet.stats())
                .add("droppedBefore", outlet.dropped()));
        }
        return json
            .add("captured", counters(Json.createObjectBuilder(), status.captured()))
            .add("encoded", counters(Json.createObjectBuilder(), status.encoded()))
            .add("decoded", counters(Json.createObjectBuilder(), status.decoded()))
            .add("outlets", outlets)
            .build();
    }

    private static void network(JsonObjectBuilder json, Stats.Network network) {
        if (network == null) {
            for (String name : List.of("packets", "bytes", "packetsLost", "retransmitted", "keyframeRequests",
                    "roundTripMillis")) {
                json.addNull(name);
            }
            return;
        }
        json.add("packets", network.packets())
            .add("bytes", network.bytes())
            .add("packetsLost", network.lost())
            .add("retransmitted", network.retransmitted())
            .add("keyframeRequests", network.keyframeRequests())
            .add("roundTripMillis", network.roundTripMillis() < 0 ? JsonValue.NULL
                : number(network.roundTripMillis()));
    }

    private static JsonValue latency(Stats.Latency latency) {
        return latency == null ? JsonValue.NULL : percentiles(latency).build();
    }

    private static JsonObjectBuilder percentiles(Stats.Latency latency) {
        return Json.createObjectBuilder()
            .add("p50", number(latency.p50()))
            .add("p95", number(latency.p95()))
            .add("p99", number(latency.p99()))
            .add("samples", latency.samples());
    }

    /** By the instants of capture; of a stream from elsewhere these are only as good as its sender's clock is known. */
    private static JsonValue captureLatency(StreamStatus status) {
        Stats.Latency latency = status.first(Stats::captureLatency);
        if (latency == null) {
            return JsonValue.NULL;
        }
        boolean local = status.id().client().isEmpty();
        ReceiverStatus receiver = status.receiver();
        return percentiles(latency)
            .add("errorMillis", local ? number(0) : receiver == null ? JsonValue.NULL
                : number(receiver.clock().errorMillis()))
            .build();
    }

    private static JsonValue receiver(ReceiverStatus receiver) {
        if (receiver == null) {
            return JsonValue.NULL;
        }
        ReceiverStatus.Clock clock = receiver.clock();
        return Json.createObjectBuilder()
            .add("clock", Json.createObjectBuilder()
                .add("quality", clock.quality().name().toLowerCase(Locale.ROOT))
                .add("offsetMillis", number(clock.offsetMillis()))
                .add("errorMillis", number(clock.errorMillis()))
                .add("driftPpm", number(clock.driftPpm())))
            .add("jitterMillis", number(receiver.jitterMillis()))
            .add("missing", count(receiver.missing()))
            .add("recovered", count(receiver.recovered()))
            .add("reordered", count(receiver.reordered()))
            .add("duplicates", count(receiver.duplicates()))
            .add("late", count(receiver.late()))
            .add("nacks", count(receiver.nacks()))
            .add("pictures", count(receiver.pictures()))
            .add("givenUp", count(receiver.givenUp()))
            .add("freezes", count(receiver.freezes()))
            .build();
    }

    private static JsonValue count(long count) {
        return count < 0 ? JsonValue.NULL : Json.createValue(count);
    }

    private static JsonObjectBuilder counters(JsonObjectBuilder json, Stats stats) {
        return json.add("in", stats.in())
            .add("out", stats.out())
            .add("dropped", stats.dropped())
            .add("inFlight", stats.inFlight())
            .add("keyframes", stats.keyframes())
            .add("bytes", stats.bytes());
    }

    private static JsonValue codec(Codec codec) {
        return codec == null ? JsonValue.NULL : Json.createValue(codec.name());
    }

    private static JsonValue text(String text) {
        return text == null || text.isEmpty() ? JsonValue.NULL : Json.createValue(text);
    }

    /** With two decimals at most; JSON has no word for what is no number. */
    private static JsonValue number(double value) {
        if (!Double.isFinite(value)) {
            return JsonValue.NULL;
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
        return Json.createValue(rounded.scale() < 0 ? rounded.setScale(0) : rounded);
    }
}
