package flathead.status.internal;

import flathead.api.Stats;
import flathead.api.StreamStatus;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Puts statuses into JSON. What cannot be known is null. */
final class StatusJson {
    private static final Comparator<StreamStatus> BY_NAME =
        Comparator.comparing((StreamStatus status) -> status.id().client()).thenComparing(status -> status.id().name());

    private StatusJson() {
    }

    static JsonObject of(String version, Instant startedAt, Instant now, List<StreamStatus> streams) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        streams.stream().sorted(BY_NAME).forEach(stream -> array.add(stream(stream)));
        return Json.createObjectBuilder()
            .add("name", "flathead")
            .add("version", version)
            .add("startedAt", startedAt.toString())
            .add("uptimeSeconds", Duration.between(startedAt, now).toSeconds())
            .add("streams", array)
            .build();
    }

    private static JsonObjectBuilder stream(StreamStatus stream) {
        JsonObjectBuilder json = Json.createObjectBuilder()
            .add("name", stream.id().name())
            .add("cameraId", stream.id().camera())
            .add("client", stream.id().client())
            .add("state", stream.state().name().toLowerCase(Locale.ROOT))
            .add("detail", stream.detail())
            .add("source", stream.source())
            .add("encoder", stream.encoder())
            .add("codec", stream.codec() == null ? JsonValue.NULL : Json.createValue(stream.codec().name()))
            .add("width", stream.width())
            .add("height", stream.height())
            .add("fps", rounded(stream.fps()))
            .add("bitrate", stream.bitsPerSecond())
            .add("latency", latency(first(stream, Stats::latency)));
        network(json, first(stream, Stats::network));
        json.add("captured", counters(stream.captured()));
        json.add("encoded", counters(stream.encoded()));
        JsonArrayBuilder outlets = Json.createArrayBuilder();
        for (StreamStatus.Outlet outlet : stream.outlets()) {
            outlets.add(counters(outlet.stats()).add("role", outlet.role()).add("droppedBefore", outlet.dropped()));
        }
        return json.add("outlets", outlets);
    }

    /** The source's, or that of the first outlet that has one. */
    private static <T> T first(StreamStatus stream, Function<Stats, T> part) {
        return Stream.concat(Stream.of(stream.captured()), stream.outlets().stream().map(StreamStatus.Outlet::stats))
            .map(part).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static JsonValue latency(Stats.Latency latency) {
        if (latency == null) {
            return JsonValue.NULL;
        }
        return Json.createObjectBuilder().add("p50", rounded(latency.p50())).add("p95", rounded(latency.p95()))
            .add("p99", rounded(latency.p99())).build();
    }

    private static void network(JsonObjectBuilder json, Stats.Network network) {
        if (network == null) {
            for (String unknown : List.of("packets", "packetsLost", "retransmitted", "keyframeRequests",
                    "roundTripMillis")) {
                json.addNull(unknown);
            }
            return;
        }
        json.add("packets", network.packets())
            .add("packetsLost", network.lost())
            .add("retransmitted", network.retransmitted())
            .add("keyframeRequests", network.keyframeRequests());
        if (network.roundTripMillis() < 0) {
            json.addNull("roundTripMillis");
        } else {
            json.add("roundTripMillis", rounded(network.roundTripMillis()));
        }
    }

    private static JsonObjectBuilder counters(Stats stats) {
        return Json.createObjectBuilder()
            .add("in", stats.in())
            .add("out", stats.out())
            .add("dropped", stats.dropped())
            .add("inFlight", stats.inFlight())
            .add("keyframes", stats.keyframes())
            .add("bytes", stats.bytes());
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
    }
}
