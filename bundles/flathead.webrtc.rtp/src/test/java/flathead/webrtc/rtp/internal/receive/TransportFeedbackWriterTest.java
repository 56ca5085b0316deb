package flathead.webrtc.rtp.internal.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.webrtc.rtp.internal.rtp.Heard;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the writer writes, our sender's reader understands: every packet that arrived, when, and those that did not. */
class TransportFeedbackWriterTest {
    private final byte[] out = new byte[RtpReceiver.PACKET_CAPACITY];

    private static List<String> read(byte[] packet, int length) {
        List<String> said = new ArrayList<>(Heard.in(packet, length));
        assertEquals("end", said.remove(said.size() - 1));
        return said;
    }

    @Test
    void arrivalsAreToldToAQuarterOfAMillisecond() {
        TransportFeedbackWriter writer = new TransportFeedbackWriter();
        long now = 640_000_000;
        writer.arrived(65_534, now);
        writer.arrived(65_535, now + 250_000);
        writer.arrived(1, now + 100_000_000);
        assertEquals(List.of("arrived 65534 640000", "arrived 65535 640250", "missing 0", "arrived 1 740000"),
            read(out, writer.write(out, 0, 1, 2, now)));
        assertEquals(Long.MAX_VALUE, writer.waitNanos(now));
    }

    @Test
    void randomArrivalsAreAllTold() {
        Random random = new Random(4);
        TransportFeedbackWriter writer = new TransportFeedbackWriter();
        TreeMap<Integer, Long> arrived = new TreeMap<>();
        TreeMap<Integer, Long> told = new TreeMap<>();
        long now = 7_000_000_000L;
        int number = 100;
        for (int i = 0; i < 20_000; i++) {
            number += random.nextInt(10) == 0 ? 1 + random.nextInt(random.nextInt(50) + 1) : 1;
            now += random.nextInt(random.nextInt(50) == 0 ? 300_000_000 : 2_000_000);
            writer.arrived(number & 0xffff, now);
            arrived.put(number, now / 250_000);
            while (writer.waitNanos(now) == 0) {
                tell(writer, now, number, told);
            }
        }
        tell(writer, now, number, told);
        assertEquals(arrived, told);
    }

    private void tell(TransportFeedbackWriter writer, long now, int latest, TreeMap<Integer, Long> told) {
        int length = writer.write(out, 0, 1, 2, now);
        assertTrue(length <= 1_200 && length % 4 == 0, length + " bytes");
        for (String line : read(out, length)) {
            String[] words = line.split(" ");
            if (words[0].equals("arrived")) {
                int number = latest + (short) (Integer.parseInt(words[1]) - latest);
                told.put(number, Long.parseLong(words[2]) / 250);
            }
        }
    }
}
