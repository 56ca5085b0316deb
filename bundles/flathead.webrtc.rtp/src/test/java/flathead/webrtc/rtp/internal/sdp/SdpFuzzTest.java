package flathead.webrtc.rtp.internal.sdp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.MediaException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged descriptions either parse or are refused with one clean line; nothing else comes out. */
class SdpFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final String[] SEEDS = {
        Sdps.file("offer-chromium-156.sdp"), Sdps.file("offer-gstreamer-1.22.sdp"),
        Sdps.file("answer-chromium-156.sdp"), Sdps.file("answer-aiortc-1.4.0.sdp"),
        Sdps.file("answer-gstreamer-1.22.sdp"), Sdps.offer(true).sdp()
    };
    private static final String[] TRICKS = {
        "", " ", "\r", "\n", "\0", ":", "=", "/", "-1", "99999999999999999999", "a=", "m=", "\n\n", "*", ";", "\u00e9",
        "\ud800", "a=group:BUNDLE", "a=rtpmap:", "a=extmap:1/", "a=ssrc-group:", "a=fingerprint:sha-256 ", "0x10", "٣"
    };

    @Test
    void damagedDescriptionsNeverDoWorse() {
        long seed = Long.getLong("flathead.seed", 1);
        Random random = new Random(seed);
        int parsed = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String sdp = damaged(random);
            try {
                VideoAnswer.parse(Sdps.offer(true), sdp);
                parsed++;
            } catch (MediaException e) {
                refused++;
                String message = e.getMessage();
                assertTrue(message.length() < 300 && message.chars().allMatch(c -> c >= ' ' && c <= '~'),
                    () -> "seed " + seed + ": " + message);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ", round with\n" + sdp, e);
            }
        }
        System.out.println("SDP fuzz: seed " + seed + ", parsed " + parsed + ", refused " + refused);
        assertTrue(parsed > 0 && refused > 0, "seed " + seed + ": parsed " + parsed + ", refused " + refused);
    }

    private static String damaged(Random random) {
        StringBuilder sdp = new StringBuilder(SEEDS[random.nextInt(SEEDS.length)]);
        for (int i = random.nextInt(4); i >= 0 && sdp.length() > 0; i--) {
            int at = random.nextInt(sdp.length());
            int to = Math.min(sdp.length(), at + 1 + random.nextInt(random.nextInt(8) == 0 ? 400 : 8));
            switch (random.nextInt(5)) {
                case 0 -> sdp.delete(at, to);
                case 1 -> sdp.insert(at, sdp.substring(at, to).repeat(1 + random.nextInt(3)));
                case 2 -> sdp.replace(at, to, TRICKS[random.nextInt(TRICKS.length)]);
                case 3 -> sdp.setCharAt(at, (char) random.nextInt(300));
                default -> sdp.insert(at, TRICKS[random.nextInt(TRICKS.length)]);
            }
        }
        return sdp.toString();
    }
}
