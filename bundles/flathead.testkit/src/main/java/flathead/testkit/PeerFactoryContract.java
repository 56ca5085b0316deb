package flathead.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSource;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link PeerFactory} keeps to, without a second side: what it can do it does, what it cannot it refuses.
 * An implementation's test extends it and says how to make one, and what one that receives may be offered.
 */
@Timeout(60)
public abstract class PeerFactoryContract {
    private static final StreamId STREAM = new StreamId("contract", "client", "contract", 1);
    private static final List<String> GARBAGE = List.of("", "v=0", "v=0\r\n", "hello\r\nworld", "\0", "m=video 9",
        "x".repeat(100_000));

    private final List<Peer> open = new ArrayList<>();

    /** The factory under test; may be called more than once in a test, and answers the same one. */
    protected abstract PeerFactory factory();

    /** An offer that the factory's {@code receive} understands; not asked for if it cannot receive. */
    protected abstract String offer();

    /** An offer to receive that the factory's {@code serve} understands; not asked for if it serves nobody. */
    protected String wish() {
        throw new AssertionError("a factory that serves must say what it understands");
    }

    @AfterEach
    void closeAll() {
        open.forEach(Peer::close);
    }

    private Peer begin(Events events) throws MediaException {
        PeerFactory factory = factory();
        Peer peer = !factory.sends().isEmpty()
            ? factory.publish(STREAM, format(factory.sends().get(0)), List.of(), Feedback.NONE, events)
            : !factory.receives().isEmpty() ? factory.receive(STREAM, offer(), List.of(), events) : serve(events);
        open.add(peer);
        return peer;
    }

    private Peer.Sending serve(Peer.Events events) throws MediaException {
        return serve(wish(), Feedback.NONE, events);
    }

    private Peer.Sending serve(String wish, Feedback upstream, Peer.Events events) throws MediaException {
        Peer.Sending peer = factory().serve(STREAM, format(factory().serves().get(0)), wish, List.of(), upstream,
            events);
        open.add(peer);
        return peer;
    }

    private static VideoFormat format(Codec codec) {
        return new VideoFormat(codec, 320, 240, 30);
    }

    private static void assertOneLine(MediaException refusal) {
        String message = refusal.getMessage();
        assertNotNull(message);
        assertFalse(message.isBlank() || message.contains("\n") || message.length() > 400, message);
    }

    @Test
    void itSendsOrReceives() {
        assertFalse(factory().sends().isEmpty() && factory().receives().isEmpty() && factory().serves().isEmpty());
    }

    @Test
    void whatItCannotDoItRefuses() {
        PeerFactory factory = factory();
        for (Codec codec : Codec.values()) {
            if (!factory.sends().contains(codec)) {
                MediaException refusal = assertThrows(MediaException.class,
                    () -> factory.publish(STREAM, format(codec), List.of(), Feedback.NONE, new Events()));
                assertOneLine(refusal);
                assertTrue(refusal.getMessage().contains(codec.name()), refusal.getMessage());
            }
            if (!factory.serves().contains(codec)) {
                MediaException refusal = assertThrows(MediaException.class,
                    () -> factory.serve(STREAM, format(codec), "v=0", List.of(), Feedback.NONE, new Events()));
                assertOneLine(refusal);
                assertTrue(refusal.getMessage().contains(codec.name()), refusal.getMessage());
            }
        }
        if (factory.receives().isEmpty()) {
            assertOneLine(assertThrows(MediaException.class,
                () -> factory.receive(STREAM, "v=0", List.of(), new Events())));
        }
    }

    @Test
    void garbageIsRefusedInOneLine() throws Exception {
        PeerFactory factory = factory();
        for (String garbage : GARBAGE) {
            if (!factory.receives().isEmpty()) {
                Events events = new Events();
                assertOneLine(assertThrows(MediaException.class,
                    () -> factory.receive(STREAM, garbage, List.of(), events)));
                assertEquals(List.of(), events.told);
            }
            if (!factory.serves().isEmpty()) {
                Events events = new Events();
                assertOneLine(assertThrows(MediaException.class, () -> serve(garbage, Feedback.NONE, events)));
                assertEquals(List.of(), events.told);
            }
            if (!factory.sends().isEmpty() && begin(new Events()) instanceof Peer.Publishing peer) {
                assertOneLine(assertThrows(MediaException.class, () -> peer.answer(garbage)));
                peer.close();
            }
        }
    }

    @Test
    void itDescribesItselfOnAThreadOfItsOwn() throws Exception {
        Events events = new Events();
        Peer peer = begin(events);
        events.awaitDescription();
        assertTrue(events.sdp.startsWith("v=0\r\n"), events.sdp);
        assertTrue(events.sdp.contains("\r\na=candidate:"), events.sdp);
        assertTrue(events.threads.stream().noneMatch(Thread.currentThread()::equals), "not inside the call");
        assertEquals(1, events.threads.stream().distinct().count(), "one thread");
        assertTrue(events.threads.stream().allMatch(Thread::isDaemon));
        assertEquals(1, events.told.stream().filter("described"::equals).count());
        assertNotNull(peer.network());
        assertTrue(List.of(Peer.State.NEW, Peer.State.CONNECTING).contains(peer.state()), peer.state().w3c());
    }

    @Test
    void aReceiverHasItsSourceAtOnce() throws Exception {
        PeerFactory factory = factory();
        if (factory.receives().isEmpty()) {
            return;
        }
        Peer.Receiving peer = factory.receive(STREAM, offer(), List.of(), new Events());
        open.add(peer);
        VideoSource source = peer.source();
        assertEquals(STREAM, source.id());
        assertFalse(source.codecs().isEmpty());
    }

    @Test
    void whoServesAnswersAndWantsNothingUntilMediaCanFlow() throws Exception {
        if (factory().serves().isEmpty()) {
            return;
        }
        List<Integer> limits = new CopyOnWriteArrayList<>();
        Events events = new Events();
        Peer.Sending peer = serve(wish(), new Feedback() {
            @Override
            public void requestKeyframe() {
                limits.add(-1);
            }

            @Override
            public void limitBitrate(int bitsPerSecond) {
                limits.add(bitsPerSecond);
            }
        }, events);
        assertEquals(List.of(Feedback.NOTHING), limits);
        events.awaitDescription();
        assertTrue(events.sdp.contains("\r\na=sendonly\r\n"), events.sdp);
        assertEquals(0, peer.stats().out());
        peer.close();
        assertEquals(List.of(Feedback.NOTHING), limits);
    }

    @Test
    void candidatesOfNoUseAreIgnored() throws Exception {
        Events events = new Events();
        Peer peer = begin(events);
        for (String line : List.of("", "candidate:", "candidate:1 1 tcp 1 192.0.2.1 9 typ host", "x".repeat(10_000),
                "candidate:1 1 udp 1 some.local 9 typ host", "\0\n", "candidate:1 1 udp 2 192.0.2.1 9 typ host")) {
            assertDoesNotThrow(() -> peer.remoteCandidate(new Candidate(line, "0", 0)));
            assertDoesNotThrow(() -> peer.remoteCandidate(new Candidate(line, null, -1)));
        }
        events.awaitDescription();
        assertFalse(events.told.contains("failed"), events.told.toString());
    }

    @Test
    void afterCloseNothingIsTold() throws Exception {
        for (boolean early : new boolean[] {true, false}) {
            Events events = new Events();
            Peer peer = begin(events);
            if (!early) {
                events.awaitDescription();
            }
            peer.close();
            List<String> before = List.copyOf(events.told);
            assertEquals(Peer.State.CLOSED, peer.state());
            peer.close();
            peer.remoteCandidate(new Candidate("candidate:1 1 udp 2 192.0.2.1 9 typ host", "0", 0));
            assertNotNull(peer.network());
            assertEquals(before, events.told);
            // Another one runs on the same threads, if they are shared, and would come after what was left over.
            Events next = new Events();
            begin(next);
            next.awaitDescription();
            assertEquals(before, events.told);
        }
    }

    @Test
    void closeInsideAnEventDoesNotWait() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        List<Peer> own = new CopyOnWriteArrayList<>();
        Events events = new Events() {
            @Override
            void tell(String what) {
                super.tell(what);
                await(begun);
                own.forEach(Peer::close);
                closed.countDown();
            }
        };
        own.add(begin(events));
        begun.countDown();
        await(closed);
        assertEquals(Peer.State.CLOSED, own.get(0).state());
        own.get(0).close();
        assertEquals(1, events.told.size(), events.told::toString);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Remembers what was told, and by whom. */
    private static class Events implements Peer.Events {
        final List<String> told = new CopyOnWriteArrayList<>();
        final List<Thread> threads = new CopyOnWriteArrayList<>();
        volatile String sdp;

        void tell(String what) {
            threads.add(Thread.currentThread());
            told.add(what);
        }

        void awaitDescription() {
            Await.until(() -> "a description; told: " + told, java.time.Duration.ofSeconds(20), () -> sdp != null);
        }

        @Override
        public void described(String description) {
            tell("described");
            sdp = description;
        }

        @Override
        public void candidate(Candidate candidate) {
            tell("candidate");
        }

        @Override
        public void state(Peer.State state) {
            tell("state " + state);
        }

        @Override
        public void failed(MediaException cause) {
            tell("failed");
        }
    }
}
