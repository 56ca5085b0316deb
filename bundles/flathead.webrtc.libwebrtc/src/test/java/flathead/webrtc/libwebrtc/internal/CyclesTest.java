package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.api.VideoSource.SourceLink;
import flathead.signaling.Peer;
import flathead.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Sessions that come and go leave no thread and little memory behind. */
@EnabledOnOs(OS.LINUX)
class CyclesTest {
    private static final int CYCLES = Integer.getInteger("flathead.cycles", 10);
    private static final int CONNECTIONS = 20 * CYCLES;
    private static final int WARM_UP = 50;
    /** About 5 is what webrtc-java does not free of a description; a connection that is not freed has more than 100. */
    private static final long MOST_KILOBYTES = 40;

    private Lane lane;
    private NativeStack stack;
    private LibwebrtcPeerFactory peers;

    @BeforeEach
    void load() throws MediaException {
        lane = new Lane("flathead-libwebrtc");
        stack = lane.call(NativeStack::load);
        peers = new LibwebrtcPeerFactory(lane, stack, NanoClock.SYSTEM);
    }

    @AfterEach
    void unload() throws MediaException {
        assertEquals(0, peers.open());
        peers.close();
        lane.close();
    }

    @Test
    void ofStreamsLeaveNoThread() throws Exception {
        cycle();
        long threads = status("Threads:");
        for (int i = 0; i < CYCLES; i++) {
            cycle();
        }
        Await.until("threads " + threads + " again", () -> status("Threads:") <= threads);
    }

    @Test
    void ofConnectionsLeaveLittleMemory() throws Exception {
        connections(WARM_UP);
        long before = settled();
        connections(CONNECTIONS);
        long each = (settled() - before) / CONNECTIONS;
        System.out.println(CONNECTIONS + " connections: " + each + " kB more each");
        assertTrue(each < MOST_KILOBYTES, () -> each + " kB more a connection");
    }

    private void connections(int count) throws MediaException {
        for (int i = 0; i < count; i++) {
            Recorder events = new Recorder();
            try (Peer.Receiving peer = peers.receive(StreamId.local("left"), Offers.RTP, events)) {
                Await.until("an answer of " + peer, () -> events.answer != null);
            }
        }
    }

    private void cycle() throws Exception {
        Recorder events = new Recorder();
        Viewer viewer = new Viewer();
        try (Sender sender = Sender.of(stack.factory(), "VP8");
             Peer.Receiving peer = peers.receive(StreamId.local("left"), sender.offer(), events);
             SourceLink link = peer.source().open(Codec.I420, viewer)) {
            sender.answer(events.awaitAnswer());
            sender.start();
            Await.until("pictures", () -> link.stats().out() >= 3);
        }
    }

    private static long settled() {
        System.gc();
        return status("VmRSS:");
    }

    private static long status(String name) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
            return lines.stream().filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
