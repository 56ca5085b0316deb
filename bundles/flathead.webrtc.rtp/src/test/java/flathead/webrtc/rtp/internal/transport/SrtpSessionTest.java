package flathead.webrtc.rtp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is protected is compared with RFC 3711 and RFC 7714 as javax.crypto computes them. */
class SrtpSessionTest {
    private static final int SSRC = 0xcafebabe;
    private static final int OTHER = 0x01020304;
    private static final int RTP_HEADER = 12;

    private final Random random = new Random(7);

    @BeforeAll
    static void prepare() {
        Libraries.prepare();
    }

    private static SrtpKeys keys(SrtpProfile profile, boolean client) {
        byte[] exported = new byte[SrtpKeys.exportBytes(profile)];
        new Random(42).nextBytes(exported);
        return SrtpKeys.of(profile, exported, client);
    }

    private byte[] rtp(int ssrc, int sequence, int payload) {
        byte[] packet = new byte[RTP_HEADER + payload];
        random.nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = 96;
        packet[2] = (byte) (sequence >> 8);
        packet[3] = (byte) sequence;
        number(packet, 8, ssrc);
        return packet;
    }

    private byte[] rtcp(int ssrc, int words) {
        byte[] packet = new byte[4 * words];
        random.nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = (byte) 201;
        packet[2] = 0;
        packet[3] = (byte) (words - 1);
        number(packet, 4, ssrc);
        return packet;
    }

    private static void number(byte[] data, int offset, int value) {
        for (int i = 0; i < 4; i++) {
            data[offset + i] = (byte) (value >> 24 - 8 * i);
        }
    }

    private static byte[] room(byte[] packet) {
        return Arrays.copyOf(packet, packet.length + SrtpSession.MOST_GROWTH);
    }

    private static byte[] protectedRtp(SrtpSession session, byte[] packet) {
        byte[] data = room(packet);
        return Arrays.copyOf(data, session.protectRtp(data, packet.length));
    }

    private static byte[] protectedRtcp(SrtpSession session, byte[] packet) {
        byte[] data = room(packet);
        return Arrays.copyOf(data, session.protectRtcp(data, packet.length));
    }

    /** The key derivation function (RFC 3711, section 4.3.1), rate 0. */
    private static byte[] derive(byte[] key, byte[] salt, int label, int bytes) throws Exception {
        byte[] iv = Arrays.copyOf(salt, 16);
        iv[7] ^= (byte) label;
        return counter(key, iv, new byte[bytes]);
    }

    private static byte[] counter(byte[] key, byte[] iv, byte[] data) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        return cipher.doFinal(data);
    }

    private static byte[] expectedRtp(SrtpKeys keys, byte[] packet, int rollovers) throws Exception {
        int salt = keys.profile().saltBytes();
        byte[] key = derive(keys.localKey(), keys.localSalt(), 0, 16);
        byte[] iv = derive(keys.localKey(), keys.localSalt(), 2, salt);
        byte[] header = Arrays.copyOf(packet, RTP_HEADER);
        byte[] payload = Arrays.copyOfRange(packet, RTP_HEADER, packet.length);
        if (keys.profile() == SrtpProfile.AEAD_AES_128_GCM) {
            xor(iv, 2, packet, 8, 4);
            xor(iv, 6, bytes(rollovers), 0, 4);
            xor(iv, 10, packet, 2, 2);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
            cipher.updateAAD(header);
            return concat(header, cipher.doFinal(payload));
        }
        iv = Arrays.copyOf(iv, 16);
        xor(iv, 4, packet, 8, 4);
        xor(iv, 8, bytes(rollovers), 0, 4);
        xor(iv, 12, packet, 2, 2);
        byte[] sealed = concat(header, counter(key, iv, payload));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(derive(keys.localKey(), keys.localSalt(), 1, 20), "HmacSHA1"));
        mac.update(sealed);
        return concat(sealed, Arrays.copyOf(mac.doFinal(bytes(rollovers)), 10));
    }

    private static byte[] bytes(int value) {
        byte[] bytes = new byte[4];
        number(bytes, 0, value);
        return bytes;
    }

    private static void xor(byte[] data, int offset, byte[] with, int from, int count) {
        for (int i = 0; i < count; i++) {
            data[offset + i] ^= with[from + i];
        }
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void rtpIsSealedAsTheStandardSays(SrtpProfile profile) throws Exception {
        SrtpKeys keys = keys(profile, true);
        SrtpSession session = new SrtpSession(keys, OTHER, SSRC);
        for (int i = 0; i < 40; i++) {
            // Over the end of the sequence numbers.
            int sequence = 65_520 + i & 0xffff;
            byte[] packet = rtp(SSRC, sequence, 1 + 30 * i);
            byte[] sealed = protectedRtp(session, packet);
            assertArrayEquals(expectedRtp(keys, packet, sequence < 65_520 ? 1 : 0), sealed, "packet " + i);
            assertEquals(packet.length + profile.tagBytes(), sealed.length);
        }
    }

    /** A packet, keys and result that other implementations are tested with too. */
    @Test
    void aKnownPacketHasTheKnownSeal() {
        HexFormat hex = HexFormat.of();
        SrtpKeys keys = new SrtpKeys(SrtpProfile.AES128_CM_HMAC_SHA1_80,
            hex.parseHex("e1f97a0d3e018be0d64fa32c06de4139"), hex.parseHex("0ec675ad498afeebb6960b3aabe6"),
            new byte[16], new byte[14]);
        byte[] packet = hex.parseHex("800f1234decafbadcafebabe" + "ab".repeat(16));
        assertEquals("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb",
            hex.formatHex(protectedRtp(new SrtpSession(keys, SSRC), packet)));
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void aPacketSentAgainIsSealedAlike(SrtpProfile profile) {
        SrtpSession session = new SrtpSession(keys(profile, true), SSRC);
        byte[] packet = rtp(SSRC, 100, 200);
        byte[] first = protectedRtp(session, packet);
        for (int i = 101; i < 400; i++) {
            protectedRtp(session, rtp(SSRC, i, 200));
        }
        assertArrayEquals(first, protectedRtp(session, packet));
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void rtcpGoesBothWaysAndOnceOnly(SrtpProfile profile) {
        SrtpSession one = new SrtpSession(keys(profile, true), SSRC);
        SrtpSession other = new SrtpSession(keys(profile, false), OTHER);
        for (int i = 0; i < 200; i++) {
            byte[] packet = rtcp(SSRC, 2 + i % 50);
            byte[] sealed = protectedRtcp(one, packet);
            assertNotEquals(packet.length, sealed.length);
            byte[] again = sealed.clone();
            assertEquals(packet.length, other.unprotectRtcp(sealed, sealed.length));
            assertArrayEquals(packet, Arrays.copyOf(sealed, packet.length));
            assertEquals(0, other.unprotectRtcp(again, again.length), "a replay");
            byte[] back = rtcp(OTHER, 8);
            byte[] answer = protectedRtcp(other, back);
            assertEquals(back.length, one.unprotectRtcp(answer, answer.length));
            assertArrayEquals(back, Arrays.copyOf(answer, back.length));
        }
        assertEquals(200, other.rejected());
        assertEquals(0, one.rejected());
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void oneFlippedBitIsNoticed(SrtpProfile profile) {
        SrtpSession one = new SrtpSession(keys(profile, true), SSRC);
        SrtpSession other = new SrtpSession(keys(profile, false), OTHER);
        byte[] packet = rtcp(SSRC, 8);
        byte[] sealed = protectedRtcp(one, packet);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] damaged = sealed.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertEquals(0, other.unprotectRtcp(damaged, damaged.length), "bit " + bit);
        }
        for (int length = 0; length < sealed.length; length++) {
            assertEquals(0, other.unprotectRtcp(sealed.clone(), length), "cut to " + length);
        }
        assertEquals(9L * sealed.length, other.rejected());
        assertEquals(packet.length, other.unprotectRtcp(sealed, sealed.length), "none of it was taken for genuine");
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void strangersDoNotTakeThePlacesOfReporters(SrtpProfile profile) {
        SrtpSession other = new SrtpSession(keys(profile, false), OTHER);
        byte[] junk = new byte[60];
        for (int i = 0; i < 100; i++) {
            random.nextBytes(junk);
            assertEquals(0, other.unprotectRtcp(junk.clone(), junk.length));
        }
        int[] reporters = {1, 2, 3, 4, 5};
        SrtpSession one = new SrtpSession(keys(profile, true), reporters);
        for (int reporter : reporters) {
            byte[] sealed = protectedRtcp(one, rtcp(reporter, 8));
            assertEquals(reporter < 5 ? 32 : 0, other.unprotectRtcp(sealed, sealed.length), "reporter " + reporter);
        }
    }

    @Test
    void onlyOurSourcesAreProtected() {
        SrtpSession session = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM, true), SSRC);
        assertEquals(0, protectedRtp(session, rtp(OTHER, 1, 20)).length);
        assertEquals(0, protectedRtcp(session, rtcp(OTHER, 8)).length);
    }

    @Test
    void theExportedKeysAreTakenApartAsRfc5764Says() {
        byte[] exported = new byte[60];
        for (int i = 0; i < exported.length; i++) {
            exported[i] = (byte) i;
        }
        SrtpKeys client = SrtpKeys.of(SrtpProfile.AES128_CM_HMAC_SHA1_80, exported, true);
        assertEquals(0, client.localKey()[0]);
        assertEquals(16, client.remoteKey()[0]);
        assertEquals(32, client.localSalt()[0]);
        assertEquals(46, client.remoteSalt()[0]);
        assertEquals(60, SrtpKeys.exportBytes(SrtpProfile.AES128_CM_HMAC_SHA1_80));
        assertEquals(56, SrtpKeys.exportBytes(SrtpProfile.AEAD_AES_128_GCM));
    }
}
