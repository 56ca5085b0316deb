package flathead.rest.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds who answers a request. Any thread. */
final class Api {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    private static final int LONGEST_PATH = 200;

    private final List<Route> routes;
    private volatile Access access;

    /** Answers one kind of request; what a segment in braces stands for is in {@code names}, in order. */
    interface Handler {
        Answer answer(Call call, List<String> names) throws Problem, InterruptedException;
    }

    /**
     * A path and what may be done there.
     *
     * @param template segments; one in braces stands for any name
     */
    private record Route(List<String> template, Map<String, Handler> methods) {
        List<String> names(List<String> segments) {
            if (segments.size() != template.size()) {
                return null;
            }
            for (int i = 0; i < template.size(); i++) {
                if (!isName(template.get(i)) && !template.get(i).equals(segments.get(i))) {
                    return null;
                }
            }
            return IntStream.range(0, template.size()).filter(i -> isName(template.get(i)))
                .mapToObj(segments::get).toList();
        }

        private static boolean isName(String segment) {
            return segment.startsWith("{");
        }

        String allowed() {
            return "OPTIONS, " + methods.keySet().stream().flatMap(each -> each.equals("GET")
                ? Stream.of("GET", "HEAD") : Stream.of(each))
                .collect(Collectors.joining(", "));
        }
    }

    Api(Services services, Access access) {
        this.access = access;
        Cameras cameras = new Cameras(services);
        Pictures pictures = new Pictures(services);
        Recordings recordings = new Recordings(services);
        Answer.Body description = Answer.Body.of(OpenApi.bytes());
        routes = List.of(
            get("/api/openapi.json", (call, names) -> Answer.of(Answer.OK, Answer.JSON, description)),
            get("/api/cameras", cameras::all),
            get("/api/cameras/{camera}", cameras::one),
            get("/api/cameras/{camera}/snapshot.jpg", seen(pictures::camera)),
            route("/api/cameras/{camera}/recording", Map.of("GET", recordings::ofCamera,
                "POST", changing(recordings::start), "DELETE", changing(recordings::stop))),
            get("/api/stereo", cameras::pairs),
            get("/api/stereo/{pair}", cameras::pair),
            get("/api/stereo/{pair}/snapshot.jpg", seen(pictures::pair)),
            get("/api/stereo.jpg", seen(pictures::firstPair)),
            get("/api/recordings", recordings::all),
            get("/api/recordings/{file}", seen(recordings::file)));
    }

    private static Route get(String path, Handler handler) {
        return route(path, Map.of("GET", handler));
    }

    private static Route route(String path, Map<String, Handler> methods) {
        return new Route(List.of(path.substring(1).split("/")), new TreeMap<>(methods));
    }

    private Handler seen(Handler handler) {
        return (call, names) -> {
            access.look(call);
            return handler.answer(call, names);
        };
    }

    private Handler changing(Handler handler) {
        return (call, names) -> {
            access.change(call);
            return handler.answer(call, names);
        };
    }

    /** Holds from the next request on. */
    void access(Access next) {
        access = next;
    }

    Answer answer(Call call) {
        String where = call.path().length() <= LONGEST_PATH ? call.path() : call.path().substring(0, LONGEST_PATH);
        try {
            return found(call);
        } catch (Problem e) {
            return e.answer(where);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Problem(Problem.UNAVAILABLE, "the server ends").answer(where);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", call.method(), where, e);
            return new Problem(Problem.INTERNAL, "this failed; the log says why").answer(where);
        }
    }

    private Answer found(Call call) throws Problem, InterruptedException {
        for (Route route : routes) {
            List<String> names = route.names(call.segments());
            if (names == null) {
                continue;
            }
            if (call.method().equals("OPTIONS")) {
                return Answer.empty(Answer.NO_CONTENT).with("Allow", route.allowed());
            }
            Handler handler = route.methods().get(call.method().equals("HEAD") ? "GET" : call.method());
            if (handler == null) {
                throw new Problem(Problem.METHOD_NOT_ALLOWED, call.method() + " is not allowed here; "
                    + route.allowed() + " are").with("Allow", route.allowed());
            }
            return handler.answer(call, names);
        }
        throw new Problem(Problem.NOT_FOUND, "nothing is here; /api/openapi.json says what there is");
    }
}
