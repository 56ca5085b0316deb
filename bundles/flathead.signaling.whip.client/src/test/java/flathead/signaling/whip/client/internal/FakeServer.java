package flathead.signaling.whip.client.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps requests until a test answers them, and time until it moves. */
final class FakeServer implements Http, Publication.Timer {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final FakeClock clock = new FakeClock();
    private final long start = clock.nanos();
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final List<Later> later = new ArrayList<>();

    private record Asked(Request request, Consumer<Outcome> then) {
    }

    private record Later(long at, Runnable what) {
    }

    /** A publication's view of it, with nothing left to chance. */
    Publication.Server as(String token) {
        return new Publication.Server(token, new Redirects(this), this, this::now, () -> 0L);
    }

    Instant now() {
        return START.plusNanos(clock.nanos() - start);
    }

    @Override
    public void send(Request request, Consumer<Outcome> then) {
        asked.add(new Asked(request, then));
    }

    @Override
    public Runnable after(long millis, Runnable what) {
        Later waiting = new Later(clock.nanos() + millis * 1_000_000, what);
        later.add(waiting);
        return () -> later.remove(waiting);
    }

    /** What was asked and is not answered. */
    int waiting() {
        return asked.size();
    }

    /** The oldest request that is not answered. */
    Request request() {
        assertTrue(!asked.isEmpty(), "nothing is asked");
        return asked.peek().request();
    }

    /** Answers the oldest request. */
    Request answer(int status, String body, String... headers) {
        Asked next = asked.remove();
        Map<String, List<String>> byName = new HashMap<>();
        for (String header : headers) {
            String[] halves = header.split(": ", 2);
            byName.computeIfAbsent(halves[0], name -> new ArrayList<>()).add(halves[1]);
        }
        next.then().accept(new Response(status, next.request().uri(), byName, body));
        return next.request();
    }

    /** Answers it, once it is seen to be this one. */
    Request answer(String method, String uri, int status, String body, String... headers) {
        assertEquals(method + " " + uri, request().method() + " " + request().uri());
        return answer(status, body, headers);
    }

    /** The oldest request comes to nothing. */
    Request fail(String why) {
        Asked next = asked.remove();
        next.then().accept(new Failure(why));
        return next.request();
    }

    /** Time passes. */
    void pass(long millis) {
        long until = clock.nanos() + millis * 1_000_000;
        for (Later next = due(until); next != null; next = due(until)) {
            clock.advance(Math.max(0, next.at() - clock.nanos()));
            later.remove(next);
            next.what().run();
        }
        clock.advance(until - clock.nanos());
    }

    private Later due(long until) {
        return later.stream().filter(each -> each.at() <= until).min(Comparator.comparingLong(Later::at)).orElse(null);
    }

    static URI endpoint() {
        return URI.create("http://media.example/whip/left");
    }
}
