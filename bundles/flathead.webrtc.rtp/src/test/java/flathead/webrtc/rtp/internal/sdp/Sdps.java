package flathead.webrtc.rtp.internal.sdp;

import flathead.api.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Descriptions to test with. Those in files were written by the peer that the file is named after. */
final class Sdps {
    static final TransportDescription TRANSPORT = new TransportDescription("abcd", "0123456789abcdefghijkl",
        List.of("candidate:1 1 udp 2130706431 127.0.0.1 50000 typ host"), true, false, Setup.ACTPASS,
        List.of(Fingerprint.sha256(new byte[32])));

    private Sdps() {
    }

    static VideoOffer offer(boolean congestionFeedback) {
        return new VideoOffer(4711, 0x11223344, 0xf5667788, "flathead", "left", H264Level.L3_1, congestionFeedback,
            TRANSPORT);
    }

    static String file(String name) {
        try (InputStream in = Sdps.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of these with one to three pieces of it left out or said twice. */
    static String damaged(List<String> wholes, Random random) {
        StringBuilder sdp = new StringBuilder(wholes.get(random.nextInt(wholes.size())));
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(sdp.length());
            int to = Math.min(sdp.length(), at + 1 + random.nextInt(random.nextInt(8) == 0 ? 400 : 8));
            if (random.nextBoolean()) {
                sdp.delete(at, to);
            } else {
                sdp.insert(at, sdp.substring(at, to));
            }
        }
        return sdp.toString();
    }

    /** The message that the parser refuses this with. */
    static String refusal(String sdp) {
        try {
            SessionDescription.parse(sdp);
        } catch (MediaException e) {
            return e.getMessage();
        }
        throw new AssertionError("was not refused: " + sdp);
    }
}
