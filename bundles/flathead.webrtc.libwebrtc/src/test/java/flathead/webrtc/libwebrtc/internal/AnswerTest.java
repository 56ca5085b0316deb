package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.testkit.Await;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What libwebrtc answers to offers from elsewhere, and to what is none. */
class AnswerTest {
    private static final StreamId LEFT = StreamId.local("left");

    private static Lane lane;
    private static LibwebrtcPeerFactory peers;

    @BeforeAll
    static void load() throws MediaException {
        lane = new Lane("flathead-libwebrtc");
        peers = new LibwebrtcPeerFactory(lane, NativeStack::load, NanoClock.SYSTEM);
    }

    @AfterAll
    static void unload() throws MediaException {
        assertEquals(0, peers.open());
        peers.close();
        lane.close();
    }

    private static String answer(String offer) throws MediaException {
        Recorder events = new Recorder();
        try (Peer peer = peers.receive(LEFT, offer, List.of(), events)) {
            String answer = events.awaitAnswer();
            assertEquals(Peer.State.CLOSED, closed(peer));
            return answer;
        }
    }

    private static Peer.State closed(Peer peer) {
        peer.close();
        return peer.state();
    }

    @Test
    void toH264OnlyAcceptsRtxAndThePlayoutDelayAsOffered() throws MediaException {
        String answer = answer(Offers.RTP);
        assertTrue(answer.contains("m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n"), answer);
        assertTrue(answer.contains("a=rtpmap:96 H264/90000\r\n"), answer);
        assertTrue(answer.contains("a=fmtp:97 apt=96\r\n"), answer);
        assertTrue(answer.contains("a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay\r\n"),
            answer);
        assertTrue(answer.contains("a=rtcp-fb:96 nack pli\r\n"), answer);
        assertTrue(answer.contains("a=recvonly\r\n"), answer);
        assertTrue(answer.contains("a=setup:active\r\n"), answer);
        assertTrue(answer.contains("\r\na=candidate:"), answer);
    }

    @Test
    void toAiortcKeepsItsOrder() throws MediaException {
        String answer = answer(Offers.AIORTC);
        assertTrue(answer.contains("m=video 9 UDP/TLS/RTP/SAVPF 97 "), answer);
        assertTrue(answer.contains("a=recvonly\r\n"), answer);
        assertTrue(answer.contains("H264/90000"), answer);
    }

    @Test
    void toAProfileThatNobodyDecodesIsAFailure() throws MediaException {
        Recorder events = new Recorder();
        try (Peer peer = peers.receive(LEFT, Offers.RTP.replace("42e01f", "7a001f"), List.of(), events)) {
            String message = events.awaitFailure().getMessage();
            assertTrue(message.startsWith("no codec in common"), message + peer);
        }
    }

    @Test
    void toGarbageIsARefusal() {
        String[] garbage = {"", "hello", "v=0\r\n", Offers.RTP.replace("a=ice-ufrag:fLaT", "a=ice-ufrag:"),
            Offers.RTP.replace("a=rtpmap:96 H264/90000", "a=rtpmap:96 H264/90000\r\na=rtpmap:nonsense"),
            Offers.RTP.replace("s=-\r\n", "")};
        for (String offer : garbage) {
            String message = refusal(offer);
            assertTrue(message.contains("offer"), message);
            assertFalse(message.contains("\n"), message);
        }
    }

    private static String refusal(String offer) {
        Recorder events = new Recorder();
        try (Peer peer = peers.receive(LEFT, offer, List.of(), events)) {
            return events.awaitFailure().getMessage() + ", later: " + peer;
        } catch (MediaException e) {
            return e.getMessage();
        }
    }

    /** Whatever becomes of it, it is an answer, a refusal or a failure, and the process lives. */
    @Test
    void toDamagedOffersEndsWell() throws MediaException {
        Random random = new Random(20260501);
        int answered = 0;
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            String offer = damaged(i % 2 == 0 ? Offers.RTP : Offers.AIORTC, random);
            Recorder events = new Recorder();
            try (Peer peer = peers.receive(LEFT, offer, List.of(), events)) {
                peer.remoteCandidate(new Candidate(damaged("candidate:1 1 udp 2130706431 192.0.2.7 5 typ host", random),
                    random.nextBoolean() ? "0" : null, random.nextInt(4) - 2));
                Await.until(() -> "an end of:\n" + offer, java.time.Duration.ofSeconds(10),
                    () -> events.answer != null || events.failure != null);
                answered++;
            } catch (MediaException e) {
                assertFalse(e.getMessage().contains("\n"), e.getMessage());
                refused++;
            }
        }
        System.out.println("200 damaged offers: " + answered + " answered or failed later, " + refused + " refused");
        assertTrue(answered > 20 && refused > 20, answered + " and " + refused);
    }

    private static String damaged(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int blows = 1 + random.nextInt(4); blows > 0; blows--) {
            int at = random.nextInt(damaged.length());
            int to = Math.min(damaged.length(), at + 1 + random.nextInt(20));
            switch (random.nextInt(4)) {
                case 0 -> damaged.setCharAt(at, (char) (32 + random.nextInt(95)));
                case 1 -> damaged.delete(at, to);
                case 2 -> damaged.insert(at, damaged.substring(at, to));
                default -> damaged.setCharAt(at, (char) random.nextInt(0xd800));
            }
        }
        return damaged.isEmpty() ? "v" : damaged.toString();
    }
}
