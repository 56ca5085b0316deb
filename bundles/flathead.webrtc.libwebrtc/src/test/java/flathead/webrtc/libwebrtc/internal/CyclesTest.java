package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSource.SourceLink;
import flathead.signaling.Peer;
import flathead.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Sessions that come and go leave no thread and little memory behind. {@code flathead.cycles} sets how many. */
@EnabledOnOs(OS.LINUX)
class CyclesTest {
    private static final int CYCLES = Integer.getInteger("flathead.cycles", 10);
    private static final int CONNECTIONS = 10 * CYCLES;
    private static final int WARM_UP = 40;
    /** About 5 is what webrtc-java does not free of a description; a connection that is not freed has more than 100. */
    private static final long MOST_KILOBYTES = 40;

    @Test
    void ofStreamsLeaveNoThread() throws Exception {
        Lane lane = new Lane("flathead-libwebrtc");
        NativeStack stack = lane.call(NativeStack::load);
        LibwebrtcPeerFactory peers = new LibwebrtcPeerFactory(lane, () -> stack, NanoClock.SYSTEM);
        stream(stack, peers);
        long threads = status("Threads:");
        for (int i = 0; i < CYCLES; i++) {
            stream(stack, peers);
        }
        Await.until("threads " + threads + " again", () -> status("Threads:") <= threads);
        assertEquals(0, peers.open());
        peers.close();
        lane.close();
    }

    /** Of our sender, with our receiver at its other end. */
    @Test
    void ofPublishedStreamsLeaveNoThread() throws Exception {
        Lane lane = new Lane("flathead-libwebrtc");
        LibwebrtcPeerFactory peers = new LibwebrtcPeerFactory(lane, NativeStack::load, NanoClock.SYSTEM);
        publish(peers);
        long threads = status("Threads:");
        for (int i = 0; i < CYCLES; i++) {
            publish(peers);
        }
        Await.until("threads " + threads + " again", () -> status("Threads:") <= threads);
        assertEquals(0, peers.open());
        peers.close();
        lane.close();
    }

    private static void publish(LibwebrtcPeerFactory peers) throws Exception {
        Recorder ours = new Recorder();
        Recorder theirs = new Recorder();
        VideoFormat format = new VideoFormat(Codec.I420, 320, 240, 30);
        try (Camera camera = new Camera(format);
             Peer.Publishing peer = peers.publish(StreamId.local("left"), format, List.of(), camera, ours);
             Peer.Receiving receiver = peers.receive(StreamId.local("left"), ours.awaitAnswer(), List.of(), theirs);
             SourceLink link = receiver.source().open(Codec.I420, new Viewer())) {
            camera.feed(peer);
            peer.answer(theirs.awaitAnswer());
            Await.until("pictures", () -> link.stats().out() >= 3);
        }
    }

    private static void stream(NativeStack stack, LibwebrtcPeerFactory peers) throws Exception {
        Recorder events = new Recorder();
        try (Sender sender = Sender.of(stack.factory(), "VP8");
             Peer.Receiving peer = peers.receive(StreamId.local("left"), sender.offer(), List.of(), events);
             SourceLink link = peer.source().open(Codec.I420, new Viewer())) {
            sender.answer(events.awaitAnswer());
            sender.start();
            Await.until("pictures", () -> link.stats().out() >= 3);
        }
    }

    @Test
    void ofConnectionsLeaveLittleMemory() throws Exception {
        measure("receive");
    }

    @Test
    void ofPublishedStreamsLeaveLittleMemory() throws Exception {
        measure("publish");
    }

    /** In a process of its own, whose heap neither grows nor shrinks. */
    private static void measure(String what) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms48m", "-Xmx48m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1", "-cp",
            System.getProperty("java.class.path"), CyclesTest.class.getName(), what).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String result = output.lines().filter(line -> line.startsWith("kB each: ")).findFirst().orElse(output);
        System.out.println(CONNECTIONS + " connections that " + what + ", " + result);
        double each = Double.parseDouble(result.substring("kB each: ".length()));
        assertTrue(each < MOST_KILOBYTES, result);
        assertEquals(0, process.waitFor());
    }

    /** The process. */
    public static void main(String[] arguments) throws Exception {
        Lane lane = new Lane("flathead-libwebrtc");
        LibwebrtcPeerFactory peers = new LibwebrtcPeerFactory(lane, NativeStack::load, NanoClock.SYSTEM);
        boolean publish = arguments[0].equals("publish");
        connect(peers, publish, WARM_UP);
        long before = status("VmRSS:");
        connect(peers, publish, CONNECTIONS);
        System.out.println("kB each: " + (double) (status("VmRSS:") - before) / CONNECTIONS);
        peers.close();
        lane.close();
    }

    private static void connect(LibwebrtcPeerFactory peers, boolean publish, int times) throws MediaException {
        StreamId left = StreamId.local("left");
        VideoFormat format = new VideoFormat(Codec.I420, 320, 240, 30);
        for (int i = 0; i < times; i++) {
            Recorder events = new Recorder();
            try (Peer peer = publish ? peers.publish(left, format, List.of(), Feedback.NONE, events)
                    : peers.receive(left, Offers.RTP, List.of(), events)) {
                Await.until("an answer of " + peer, () -> events.answer != null);
            }
        }
    }

    private static long status(String name) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
            return lines.stream().filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
