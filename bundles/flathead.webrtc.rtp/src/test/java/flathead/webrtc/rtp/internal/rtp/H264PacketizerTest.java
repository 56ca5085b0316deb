package flathead.webrtc.rtp.internal.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 6184, through the sender that uses it. */
class H264PacketizerTest {
    /** 1200 less 12 of header, 4 of extension header and 24 of extensions. */
    private static final int PAYLOAD = 1_200 - 12 - 4 - 24;
    private static final int[] HEADERS = {AccessUnits.IDR, AccessUnits.SLICE, AccessUnits.SPS, 0x06, 0x01};

    private final FakeClock clock = new FakeClock();
    private final AccessUnits pictures = new AccessUnits();
    private final Random random = new Random(1);
    private final Wishes wishes = new Wishes();
    private final RtpSender sender = Senders.sender(wishes);

    private List<RtpPacket> send(List<byte[]> units) {
        assertTrue(pictures.offer(sender, units, true, clock.nanos()));
        List<RtpPacket> packets = Senders.drainInTime(sender, clock);
        for (int i = 0; i < packets.size(); i++) {
            assertTrue(packets.get(i).whole().length <= 1_200, () -> "" + units);
            assertEquals(i == packets.size() - 1, packets.get(i).marker());
            assertEquals(packets.get(0).timestamp(), packets.get(i).timestamp());
            assertEquals(packets.get(0).sequence() + i & 0xffff, packets.get(i).sequence());
            assertEquals(Senders.TYPE, packets.get(i).payloadType());
            assertEquals(Senders.SSRC, packets.get(i).ssrc());
        }
        return packets;
    }

    @Test
    void parameterSetsAndASmallSliceShareOnePacket() {
        List<byte[]> units = AccessUnits.picture(random, true, 400);
        List<RtpPacket> packets = send(units);
        assertEquals(1, packets.size());
        assertEquals(0x78, packets.get(0).payload()[0], "STAP-A with the highest NRI");
        assertEquals(AccessUnits.hex(units), AccessUnits.hex(H264Depacketizer.units(packets)));
    }

    @Test
    void aUnitThatFitsGoesAsItIsAndOneByteMoreIsHalved() {
        byte[] fits = AccessUnits.unit(random, AccessUnits.IDR, PAYLOAD);
        assertArrayEquals(fits, send(List.of(fits)).get(0).payload());
        byte[] larger = AccessUnits.unit(random, AccessUnits.IDR, PAYLOAD + 1);
        List<RtpPacket> packets = send(List.of(larger));
        assertEquals(List.of(PAYLOAD / 2 + 2, PAYLOAD / 2 + 2),
            packets.stream().map(packet -> packet.payload().length).toList());
        assertEquals(0x7c, packets.get(0).payload()[0], "FU-A, NRI 3");
        assertEquals((byte) 0x85, packets.get(0).payload()[1], "start, IDR");
        assertEquals(0x45, packets.get(1).payload()[1], "end, IDR");
    }

    @Test
    void aggregationStopsWhereThePacketIsFull() {
        byte[] half = AccessUnits.unit(random, AccessUnits.IDR, (PAYLOAD - 1) / 2 - 2);
        byte[] rest = AccessUnits.unit(random, AccessUnits.IDR, PAYLOAD - 1 - 4 - half.length);
        assertEquals(1, send(List.of(half, rest)).size());
        byte[] tooMuch = AccessUnits.unit(random, AccessUnits.IDR, rest.length + 1);
        assertEquals(2, send(List.of(half, tooMuch)).size());
    }

    @Test
    void accessUnitsOfEverySortComeBackAsTheyWere() {
        for (int round = 0; round < 3_000; round++) {
            List<byte[]> units = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                int most = random.nextInt(5) == 0 ? 30_000 : 3 * PAYLOAD / (1 + random.nextInt(100));
                int header = HEADERS[random.nextInt(HEADERS.length)];
                units.add(AccessUnits.unit(random, header, 1 + random.nextInt(most)));
            }
            assertEquals(AccessUnits.hex(units), AccessUnits.hex(H264Depacketizer.units(send(units))));
            clock.advanceMillis(33);
        }
        assertEquals(0, wishes.keyframes);
    }

    @Test
    void everySizeAroundThePacketBordersComesBack() {
        for (int packets = 1; packets <= 4; packets++) {
            for (int size = packets * (PAYLOAD - 2) - 8; size <= packets * (PAYLOAD - 2) + 8; size++) {
                List<byte[]> units = List.of(AccessUnits.unit(random, AccessUnits.SLICE, size));
                assertEquals(AccessUnits.hex(units), AccessUnits.hex(H264Depacketizer.units(send(units))));
            }
        }
    }

    @Test
    void delimitersFillerAndTrailingZerosDoNotTravel() {
        byte[] annexB = Senders.hex("00 0000 0001 09f0 000001 6742c01e 00000000 01 68ce3c80 000001 0cffff80 00000001"
            + "658884000003 00ff 0000 0000 000001");
        try (var frame = pictures.raw(annexB, true, clock.nanos())) {
            assertTrue(sender.offer(frame, clock.nanos()));
        }
        List<byte[]> units = H264Depacketizer.units(Senders.drain(sender, clock.nanos()));
        assertEquals(AccessUnits.hex(List.of(Senders.hex("6742c01e"), Senders.hex("68ce3c80"),
            Senders.hex("658884000003 00ff"))), AccessUnits.hex(units));
    }

    @Test
    void whatIsNotAnAccessUnitIsRefused() {
        String[] wrong = {"65888400", "00", "000001", "00000001 000001", "00000265 88", "01 000001 65",
            "000001 e5 88", "000001 60 88", "000001 78 88", "000001 7c 88", "000001 09f0", "000001 65 000001 00ff"};
        for (String hex : wrong) {
            try (var frame = pictures.raw(Senders.hex(hex), true, clock.nanos())) {
                assertFalse(sender.offer(frame, clock.nanos()), hex);
            }
        }
        assertEquals(wrong.length, sender.counters().unusable());
        assertEquals(0, sender.picturesWaiting());
        assertEquals(List.of(), Senders.drain(sender, clock.nanos()));
    }

    @Test
    void noiseIsEitherRefusedOrSent() {
        long seed = Long.getLong("flathead.seed", 1);
        Random noise = new Random(seed);
        int sent = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[1 + noise.nextInt(200)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (noise.nextBoolean() ? noise.nextInt(3) & 1 : noise.nextInt());
            }
            if (noise.nextInt(4) != 0 && bytes.length > 4) {
                System.arraycopy(new byte[] {0, 0, 1, AccessUnits.IDR}, 0, bytes, 0, 4);
            }
            try (var frame = pictures.raw(bytes, true, clock.nanos())) {
                if (sender.offer(frame, clock.nanos())) {
                    H264Depacketizer.units(Senders.drainInTime(sender, clock));
                    sent++;
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        System.out.println("Access unit fuzz: seed " + seed + ", sent " + sent);
        assertTrue(sent > 0, "seed " + seed);
    }
}
