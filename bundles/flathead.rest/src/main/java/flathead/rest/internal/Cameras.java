package flathead.rest.internal;

import flathead.api.StereoStatus;
import flathead.api.StreamStatus;
import flathead.report.Report;
import flathead.signaling.care.Printable;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cameras and pairs, and how they fare. A camera is a stream that is received or, where none of that name is, a camera
 * of this runtime: in the demo, whose cameras send to itself, what became of them.
 */
final class Cameras {
    private final Services services;

    Cameras(Services services) {
        this.services = services;
    }

    Answer all(Call call, List<String> names) throws Problem {
        call.accepts(Answer.JSON);
        JsonArrayBuilder list = Json.createArrayBuilder();
        byName().values().forEach(each -> list.add(Report.stream(each)));
        return Answer.json(Answer.OK, Json.createObjectBuilder().add("cameras", list).build());
    }

    Answer one(Call call, List<String> names) throws Problem {
        call.accepts(Answer.JSON);
        Map<String, StreamStatus> all = byName();
        StreamStatus found = all.get(names.get(0));
        if (found == null) {
            throw unknown("camera", names.get(0), List.copyOf(all.keySet()));
        }
        return Answer.json(Answer.OK, Report.stream(found));
    }

    private Map<String, StreamStatus> byName() {
        Map<String, StreamStatus> found = new TreeMap<>();
        for (StreamStatus each : services.streams()) {
            found.merge(each.id().name(), each, (one, other) -> one.id().client().isEmpty() ? other : one);
        }
        return found;
    }

    Answer pairs(Call call, List<String> names) throws Problem {
        call.accepts(Answer.JSON);
        JsonArrayBuilder list = Json.createArrayBuilder();
        services.pairs().stream().sorted(Comparator.comparing(StereoStatus::name))
            .forEach(each -> list.add(Report.stereo(each)));
        return Answer.json(Answer.OK, Json.createObjectBuilder().add("pairs", list).build());
    }

    Answer pair(Call call, List<String> names) throws Problem {
        call.accepts(Answer.JSON);
        List<StereoStatus> all = services.pairs();
        StereoStatus found = all.stream().filter(each -> each.name().equals(names.get(0))).findFirst().orElse(null);
        if (found == null) {
            throw unknown("pair", names.get(0), all.stream().map(StereoStatus::name).sorted().toList());
        }
        return Answer.json(Answer.OK, Report.stereo(found));
    }

    /** There is none of this name, and these are. */
    static Problem unknown(String what, String name, List<String> known) {
        return new Problem(Problem.NOT_FOUND, "there is no " + what + " \"" + Printable.of(name) + "\"; "
            + (known.isEmpty() ? "there is none at all" : "there are " + known));
    }
}
