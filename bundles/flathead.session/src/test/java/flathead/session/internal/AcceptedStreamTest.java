package flathead.session.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoSource;
import flathead.signaling.Candidate;
import flathead.signaling.OfferHandler;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.LoggerFactory;

class AcceptedStreamTest {
    private final FakeStack stack = new FakeStack();
    private final SessionThread thread = new SessionThread("test");
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<VideoSource> registered = new CopyOnWriteArrayList<>();
    private final Terms terms = new Terms(new Stacks(), List::of, List::of);
    private final List<AcceptedStream> ended = new ArrayList<>();
    private int left;
    private final AcceptedStream stream = new AcceptedStream(context(), thread, terms, new OfferHandler.Reply() {
        @Override
        public void answer(String sdp) {
            said.add("answer " + sdp);
        }

        @Override
        public void candidate(Candidate candidate) {
            said.add("candidate " + candidate.candidate());
        }

        @Override
        public void error(String message) {
            said.add("error " + message);
        }

        @Override
        public void left() {
            left++;
        }
    }, ended::add);

    /** A registry that remembers the sources registered in it. */
    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> {
                assertEquals("registerService", method.getName());
                VideoSource source = (VideoSource) arguments[1];
                registered.add(source);
                return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ServiceRegistration.class},
                    (registration, call, none) -> registered.remove(source) ? null : null);
            });
    }

    @AfterEach
    void close() {
        stream.close();
        settle();
        assertEquals(1, ended.size());
        assertTrue(registered.isEmpty());
        stack.peers.forEach(peer -> assertTrue(peer.closed));
        assertEquals("closed", stream.state());
        thread.close();
    }

    private void settle() {
        thread.call(1_000, () -> { });
    }

    private void begin(String sdp) {
        terms.stacks().put(stack, Map.of(PeerFactory.NAME, "fake"));
        offer(sdp);
    }

    private void offer(String sdp) {
        thread.call(1_000, () -> stream.begin(new StreamId("left", "socket", "left", 1), sdp));
    }

    @Test
    void answersAndRegistersASourceWhileConnected() {
        assertEquals("new", stream.state());
        begin("v=0");
        stack.last().events.described("v=0 answer");
        settle();
        assertEquals(List.of("answer v=0 answer"), said);
        assertEquals("connecting", stream.state());
        assertTrue(registered.isEmpty());
        stack.last().events.state(Peer.State.CONNECTED);
        settle();
        assertEquals(1, registered.size());
        stack.last().events.state(Peer.State.DISCONNECTED);
        settle();
        assertEquals(1, registered.size(), "out of reach for a moment is not gone");
    }

    @Test
    void refusesWhatNoStackUnderstands() {
        begin("garbage");
        assertEquals(List.of("error Failed to process offer"), said);
        assertEquals(1, ended.size());
    }

    @Test
    void endsWithItsConnection() {
        begin("v=0");
        stack.last().events.state(Peer.State.CONNECTED);
        stack.last().events.failed(new MediaException("lost"));
        settle();
        assertEquals(1, ended.size());
        assertTrue(registered.isEmpty());
        stack.last().events.described("too late");
        settle();
        assertEquals(List.of("error Failed to process offer"), said);
    }

    @Test
    void logsWhyAConnectionFailed() {
        Logger logger = (Logger) LoggerFactory.getLogger(AcceptedStream.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try {
            begin("v=0");
            stack.last().events.state(Peer.State.FAILED);
            settle();
            assertEquals(0, ended.size(), "the reason is to come");
            stack.last().events.failed(new MediaException("the certificate is another's"));
            settle();
        } finally {
            logger.detachAppender(logged);
        }
        assertEquals(1, ended.size());
        assertEquals(List.of("error Failed to process offer"), said);
        assertEquals(List.of("left: the certificate is another's"), logged.list.stream()
            .filter(event -> event.getLevel() == Level.WARN).map(ILoggingEvent::getFormattedMessage).toList());
    }

    @Test
    void passesCandidatesBothWays() {
        stream.candidate(new Candidate("early", "0", 0));
        begin("v=0");
        Candidate candidate = new Candidate("candidate:1", "0", 0);
        stream.candidate(candidate);
        stack.last().events.candidate(candidate);
        settle();
        assertTrue(stack.last().candidates.contains(candidate));
        assertEquals(List.of("candidate candidate:1"), said);
    }

    @Test
    void waitsForAStackThatReceives() {
        offer("v=0");
        Candidate candidate = new Candidate("candidate:1", "0", 0);
        stream.candidate(candidate);
        settle();
        assertEquals("new", stream.state());
        terms.stacks().put(stack, Map.of(PeerFactory.NAME, "fake"));
        thread.call(1_000, stream::stacksChanged);
        thread.call(1_000, stream::stacksChanged);
        assertEquals(1, stack.peers.size());
        assertEquals(List.of(candidate), stack.last().candidates);
        assertEquals(List.of(), said);
    }

    @Test
    void endsWithItsStack() {
        begin("v=0");
        thread.call(1_000, () -> stream.stackGone(stack));
        assertEquals(List.of("error The receiver was stopped"), said);
    }

    @Test
    void whoHandsOutAccessUnitsIsTriedFirstUnlessItIsSetOtherwise() {
        FakeStack encoded = new FakeStack();
        encoded.decodes = false;
        terms.stacks().put(encoded, Map.of(PeerFactory.NAME, "encoded", "service.ranking", -1));
        terms.stacks().put(stack, Map.of(PeerFactory.NAME, "fake"));
        terms.stacks().choose(Reception.AUTO);
        assertEquals(List.of("encoded", "fake"), receivers());
        terms.stacks().choose(Reception.ENCODED);
        assertEquals(List.of("encoded"), receivers());
        terms.stacks().choose(Reception.DECODED);
        assertEquals(List.of("fake"), receivers());
        terms.stacks().choose(Reception.AUTO);
        offer("v=0");
        assertEquals(List.of(1, 0), List.of(encoded.peers.size(), stack.peers.size()));
        terms.stacks().remove(encoded);
        thread.call(1_000, () -> stream.stackGone(encoded));
        assertEquals(List.of("error The receiver was stopped"), said, "the client is told, and offers anew");
        assertEquals(List.of("fake"), receivers());
    }

    @Test
    void aGoodbyeIsNoError() {
        begin("v=0");
        stack.last().events.left();
        settle();
        assertEquals(List.of(), said);
        assertEquals(1, ended.size());
        assertEquals(1, left);
    }

    private List<String> receivers() {
        return terms.stacks().receivers().stream().map(Stacks.Stack::name).toList();
    }
}
