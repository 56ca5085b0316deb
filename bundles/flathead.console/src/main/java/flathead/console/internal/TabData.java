package flathead.console.internal;

import flathead.api.Control;
import flathead.api.DecoderFactory;
import flathead.api.EncoderFactory;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.api.StreamStatus;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what the page shows. Rates are a second, times in milliseconds; what is not known is null. */
final class TabData {
    private TabData() {
    }

    /**
     * One stream.
     *
     * @param settings of its camera; null for a remote stream
     * @param decoderTarget what a remote stream's decoder has to meet
     * @param coders that run: encoders for a camera, decoders for a remote stream
     */
    static JsonObject stream(Watch.Seen seen, Map<String, Object> settings, String decoderTarget,
            List<Encoders.Running> coders) {
        StreamStatus status = seen.status();
        JsonObjectBuilder json = Json.createObjectBuilder()
            .add("key", seen.key())
            .add("name", status.id().name())
            .add("client", text(status.id().client()))
            .add("state", status.state().name().toLowerCase(Locale.ROOT))
            .add("detail", text(status.detail()))
            .add("source", text(status.source()))
            .add("encoder", text(status.encoder()))
            .add("decoder", text(status.decoder()))
            .add("codec", status.codec() == null ? JsonValue.NULL : Json.createValue(status.codec().name()))
            .add("width", status.width())
            .add("height", status.height())
            .add("fps", number(status.width() > 0 ? status.fps() : Double.NaN))
            .add("bitrate", number(last(seen, StreamHistory.Line.BITRATE)))
            .add("latency", latency(StreamHistory.latency(status)))
            .add("captureLatency", latency(StreamHistory.captureLatency(status)))
            .add("dropped", StreamHistory.dropped(status))
            .add("missed", status.captured().dropped())
            .add("keyframes", number(StreamHistory.keyframes(status) < 0 ? Double.NaN
                : StreamHistory.keyframes(status)));
        network(json, StreamHistory.network(status));
        json.add("receiver", receiver(status.receiver()));
        JsonArrayBuilder outlets = Json.createArrayBuilder();
        for (StreamStatus.Outlet outlet : status.outlets()) {
            outlets.add(Json.createObjectBuilder().add("role", outlet.role()).add("name", outlet.name())
                .add("in", outlet.stats().in()).add("out", outlet.stats().out())
                .add("dropped", outlet.dropped() + outlet.stats().dropped()));
        }
        json.add("outlets", outlets);
        JsonObjectBuilder lines = Json.createObjectBuilder();
        seen.lines().forEach((line, values) -> {
            JsonArrayBuilder array = Json.createArrayBuilder();
            for (double value : values) {
                array.add(number(value));
            }
            lines.add(line.name().toLowerCase(Locale.ROOT), array);
        });
        json.add("history", lines);
        if (settings == null) {
            return json.addNull("camera").add("remote", Json.createObjectBuilder()
                .add("target", text(decoderTarget)).add("decoders", running(coders, DecoderFactory.NAME))).build();
        }
        return json.add("camera", camera(seen, settings, coders)).addNull("remote").build();
    }

    private static JsonArrayBuilder running(List<Encoders.Running> coders, String nameProperty) {
        JsonArrayBuilder running = Json.createArrayBuilder();
        for (Encoders.Running each : coders) {
            running.add(Json.createObjectBuilder()
                .add("name", each.name())
                .add("bundle", each.bundle())
                .add("ranking", each.ranking())
                .add("hardware", each.hardware())
                .add("codec", each.codec().name())
                .add("fits", each.fits())
                .add("target", Cameras.target(nameProperty, each.name())));
        }
        return running;
    }

    private static JsonObjectBuilder camera(Watch.Seen seen, Map<String, Object> settings,
            List<Encoders.Running> encoders) {
        JsonArrayBuilder controls = Json.createArrayBuilder();
        for (Control control : seen.controls()) {
            JsonArrayBuilder choices = Json.createArrayBuilder();
            control.choices().forEach(choices::add);
            controls.add(Json.createObjectBuilder()
                .add("name", control.name())
                .add("type", control.type().name().toLowerCase(Locale.ROOT))
                .add("min", number(control.min()))
                .add("max", number(control.max()))
                .add("unit", text(control.unit()))
                .add("initial", text(control.initial()))
                .add("choices", choices)
                .add("value", text(string(settings, control.name()))));
        }
        return Json.createObjectBuilder()
            .add("pid", string(settings, "service.pid"))
            .add("target", text(string(settings, Cameras.ENCODER_TARGET)))
            .add("encoders", running(encoders, EncoderFactory.NAME))
            .add("controls", controls);
    }

    private static double last(Watch.Seen seen, StreamHistory.Line line) {
        double[] values = seen.lines().get(line);
        return values[values.length - 1];
    }

    private static String string(Map<String, Object> settings, String name) {
        Object value = settings.get(name);
        return value == null ? "" : value.toString();
    }

    private static void network(JsonObjectBuilder json, Stats.Network network) {
        json.add("packets", network == null ? JsonValue.NULL : Json.createValue(network.packets()))
            .add("packetsLost", network == null ? JsonValue.NULL : Json.createValue(network.lost()))
            .add("retransmitted", network == null ? JsonValue.NULL : Json.createValue(network.retransmitted()))
            .add("keyframeRequests", network == null ? JsonValue.NULL : Json.createValue(network.keyframeRequests()))
            .add("roundTrip", number(network == null || network.roundTripMillis() < 0 ? Double.NaN
                : network.roundTripMillis()));
    }

    private static JsonValue receiver(ReceiverStatus receiver) {
        if (receiver == null) {
            return JsonValue.NULL;
        }
        return Json.createObjectBuilder()
            .add("quality", receiver.clock().quality().name().toLowerCase(Locale.ROOT))
            .add("offset", number(receiver.clock().offsetMillis()))
            .add("error", number(receiver.clock().errorMillis()))
            .add("drift", number(receiver.clock().driftPpm()))
            .add("jitter", number(receiver.jitterMillis()))
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

    private static JsonValue latency(Stats.Latency latency) {
        return latency == null ? JsonValue.NULL : Json.createObjectBuilder()
            .add("p50", number(latency.p50())).add("p95", number(latency.p95())).add("p99", number(latency.p99()))
            .build();
    }

    private static JsonValue text(String text) {
        return text == null || text.isEmpty() ? JsonValue.NULL : Json.createValue(text);
    }

    private static JsonValue number(double value) {
        if (!Double.isFinite(value)) {
            return JsonValue.NULL;
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
        return Json.createValue(rounded.scale() < 0 ? rounded.setScale(0) : rounded);
    }
}
