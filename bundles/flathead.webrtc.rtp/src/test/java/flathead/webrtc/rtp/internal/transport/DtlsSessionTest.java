package flathead.webrtc.rtp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.webrtc.rtp.internal.sdp.Fingerprint;
import flathead.webrtc.rtp.internal.transport.DtlsPair.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DatagramTransport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DtlsSessionTest {
    /** AES128_CM_HMAC_SHA1_32 of RFC 5764, which we do not speak. */
    private static final int OTHER_PROFILE = 2;

    @BeforeAll
    static void prepare() {
        Libraries.prepare();
    }

    private static void assertMatch(SrtpKeys one, SrtpKeys other) {
        assertEquals(one.profile(), other.profile());
        assertArrayEquals(one.localKey(), other.remoteKey());
        assertArrayEquals(one.localSalt(), other.remoteSalt());
        assertArrayEquals(one.remoteKey(), other.localKey());
        assertArrayEquals(one.remoteSalt(), other.localSalt());
        assertEquals(SrtpProfile.KEY_BYTES, one.localKey().length);
        assertEquals(one.profile().saltBytes(), one.localSalt().length);
        assertFalse(Arrays.equals(one.localKey(), one.remoteKey()));
    }

    @Test
    void bothSidesHaveTheSameKeysCrosswise() throws Exception {
        DtlsPair pair = new DtlsPair();
        List<Outcome> outcomes = pair.shakeHands();
        assertMatch(outcomes.get(0).agreed(), outcomes.get(1).agreed());
        assertEquals(SrtpProfile.AEAD_AES_128_GCM, outcomes.get(0).keys().profile());
        assertFalse(outcomes.get(0).keys().toString().matches(".*\\d{3,}.*\\d{3,}.*"), "keys are not for logs");
        List<Outcome> again = new DtlsPair().shakeHands();
        assertFalse(Arrays.equals(outcomes.get(0).keys().localKey(), again.get(0).agreed().localKey()));
    }

    /** A client with these profiles only, over a wire of its own, against our server. */
    private static List<Object> restricted(int... profiles) throws Exception {
        BlockingQueue<byte[]> toClient = new LinkedBlockingQueue<>();
        DtlsSession server = new DtlsSession(DtlsPair.SERVER, (data, offset, length) ->
            toClient.add(Arrays.copyOfRange(data, offset, offset + length)));
        CompletableFuture<Outcome> atServer =
            DtlsPair.begin(server, false, List.of(DtlsPair.CLIENT.fingerprint()), 20_000);
        DtlsTerms terms = new DtlsTerms(List.of(DtlsPair.SERVER.fingerprint()), true, 20_000);
        Object atClient;
        try {
            new DTLSClientProtocol().connect(new DtlsClient(DtlsPair.CLIENT, terms, profiles),
                new Wire(toClient, server));
            atClient = terms.keys();
        } catch (IOException e) {
            atClient = terms.failure(e).getMessage();
        }
        return List.of(atServer.get(30, TimeUnit.SECONDS), atClient);
    }

    record Wire(BlockingQueue<byte[]> in, DtlsSession out) implements DatagramTransport {
        @Override
        public int getReceiveLimit() {
            return 1_500;
        }

        @Override
        public int getSendLimit() {
            return 1_200;
        }

        @Override
        public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
            try {
                byte[] datagram = in.poll(waitMillis, TimeUnit.MILLISECONDS);
                if (datagram == null) {
                    return -1;
                }
                System.arraycopy(datagram, 0, buffer, offset, datagram.length);
                return datagram.length;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void send(byte[] buffer, int offset, int length) {
            out.arrived(Arrays.copyOfRange(buffer, offset, offset + length));
        }

        @Override
        public void close() {
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void theServerTakesTheOnlyProfileThatTheClientHas(SrtpProfile profile) throws Exception {
        List<Object> outcomes = restricted(OTHER_PROFILE, profile.id());
        SrtpKeys atServer = ((Outcome) outcomes.get(0)).agreed();
        assertEquals(profile, atServer.profile());
        assertMatch(atServer, (SrtpKeys) outcomes.get(1));
    }

    @Test
    void withoutACommonProfileThereIsNoConnection() throws Exception {
        List<Object> outcomes = restricted(OTHER_PROFILE);
        assertEquals("the other side has none of the SRTP profiles [AEAD_AES_128_GCM, AES128_CM_HMAC_SHA1_80]",
            ((Outcome) outcomes.get(0)).refusal());
        assertTrue(outcomes.get(1).toString().startsWith("the DTLS handshake failed: "), outcomes.get(1).toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCertificateThatTheDescriptionDoesNotNameIsRefused(boolean byServer) throws Exception {
        Fingerprint named = new Identity().fingerprint();
        List<Outcome> outcomes = new DtlsPair().shakeHands(
            List.of(byServer ? named : DtlsPair.CLIENT.fingerprint()),
            List.of(byServer ? DtlsPair.SERVER.fingerprint() : named));
        Identity shown = byServer ? DtlsPair.CLIENT : DtlsPair.SERVER;
        assertEquals("the DTLS certificate's sha-256 fingerprint " + shown.fingerprint().value()
            + " is not in the other side's description, which has sha-256 " + named.value(),
            outcomes.get(byServer ? 0 : 1).refusal());
        String told = outcomes.get(byServer ? 1 : 0).refusal();
        assertTrue(told.startsWith("the DTLS handshake failed: ") && told.contains("bad_certificate"), told);
    }

    @Test
    void theRefusalStaysShortHoweverManyFingerprintsAreNamed() throws Exception {
        List<Fingerprint> named = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            named.add(new Fingerprint("sha-512", "AB:".repeat(63) + "CD"));
        }
        named.add(100, new Identity().fingerprint());
        String refusal = new DtlsPair().shakeHands(named, List.of(DtlsPair.SERVER.fingerprint())).get(0).refusal();
        assertTrue(refusal.endsWith("which has sha-256 " + named.get(100).value() + " and 200 more"), refusal);
        named.remove(100);
        refusal = new DtlsPair().shakeHands(named, List.of(DtlsPair.SERVER.fingerprint())).get(0).refusal();
        assertTrue(refusal.endsWith("which has none of sha-256"), refusal);
    }

    @Test
    void oneOfSeveralFingerprintsIsEnough() throws Exception {
        List<Outcome> outcomes = new DtlsPair().shakeHands(
            List.of(new Identity().fingerprint(), DtlsPair.CLIENT.fingerprint()),
            List.of(DtlsPair.SERVER.fingerprint(), new Identity().fingerprint()));
        assertMatch(outcomes.get(0).agreed(), outcomes.get(1).agreed());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void lostDatagramsAreSentAgain(int lost) throws Exception {
        DtlsPair pair = new DtlsPair((number, datagram, to) -> {
            if (number >= lost) {
                to.arrived(datagram);
            }
        });
        List<Outcome> outcomes = pair.shakeHands();
        assertMatch(outcomes.get(0).agreed(), outcomes.get(1).agreed());
    }

    /** One in ten is lost, one in ten comes twice; who has finished goes on answering. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyDatagramMayBeLostOrDoubled(int seed) throws Exception {
        Random random = new Random(seed);
        DtlsPair pair = new DtlsPair((number, datagram, to) -> {
            int fate;
            synchronized (random) {
                fate = random.nextInt(10);
            }
            if (fate > 0) {
                to.arrived(datagram);
            }
            if (fate > 8) {
                to.arrived(datagram.clone());
            }
        });
        CompletableFuture<Outcome> atClient =
            DtlsPair.begin(pair.client, true, List.of(DtlsPair.SERVER.fingerprint()), 30_000);
        Outcome atServer = DtlsPair.begin(pair.server, false, List.of(DtlsPair.CLIENT.fingerprint()), 30_000).get();
        Await.until("the client's end", Duration.ofSeconds(30), () -> pair.server.process() && atClient.isDone());
        assertMatch(atServer.agreed(), atClient.get().agreed());
    }

    /** The server would be deaf to the CertificateVerify once it has changed the cipher. */
    @Test
    void aCertificateVerifyMayBeLost() throws Exception {
        AtomicBoolean lost = new AtomicBoolean();
        DtlsPair pair = new DtlsPair((number, datagram, to) -> {
            boolean verify = datagram[0] == 22 && datagram[4] == 0 && datagram[13] == 15;
            if (!verify || lost.getAndSet(true)) {
                to.arrived(datagram);
            }
        });
        List<Outcome> outcomes = pair.shakeHands();
        assertMatch(outcomes.get(0).agreed(), outcomes.get(1).agreed());
        assertTrue(lost.get());
    }

    private static byte[] garbage(Random random) {
        byte[] garbage = new byte[1 + random.nextInt(1_400)];
        random.nextBytes(garbage);
        garbage[0] = (byte) (20 + random.nextInt(44));
        if (garbage.length > 13 && random.nextBoolean()) {
            // A record of this version, so that its inside is looked at.
            garbage[0] = 22;
            garbage[1] = (byte) 0xfe;
            garbage[2] = (byte) 0xfd;
            garbage[3] = 0;
            garbage[4] = 1;
            garbage[11] = (byte) (garbage.length - 13 >> 8);
            garbage[12] = (byte) (garbage.length - 13);
        }
        return garbage;
    }

    @Test
    void garbageIsIgnored() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            DtlsPair pair = new DtlsPair((number, datagram, to) -> {
                to.arrived(garbage(random));
                to.arrived(datagram);
                to.arrived(garbage(random));
            });
            for (int i = 0; i < 8; i++) {
                pair.server.arrived(garbage(random));
                pair.client.arrived(garbage(random));
            }
            List<Outcome> outcomes = pair.shakeHands();
            assertMatch(outcomes.get(0).agreed(), outcomes.get(1).agreed());
            for (int i = 0; i < 40; i++) {
                pair.server.arrived(garbage(random));
            }
            assertTrue(pair.server.process(), "garbage afterwards ends nothing");
        }
    }

    @Test
    void aGoodbyeEndsIt() throws Exception {
        DtlsPair pair = new DtlsPair();
        pair.shakeHands().forEach(Outcome::agreed);
        assertTrue(pair.server.process());
        pair.client.close();
        pair.client.close();
        assertFalse(pair.server.process());
        assertFalse(pair.client.process());
        pair.server.close();
    }

    @Test
    void aForgedGoodbyeDoesNot() throws Exception {
        DtlsPair pair = new DtlsPair();
        pair.shakeHands().forEach(Outcome::agreed);
        byte[] alert = {21, (byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 1, 0};
        pair.server.arrived(alert.clone());
        alert[4] = 1;
        pair.server.arrived(alert);
        assertTrue(pair.server.process());
    }

    @Test
    void nobodyAnswers() throws Exception {
        DtlsPair pair = new DtlsPair((number, datagram, to) -> { });
        for (boolean client : new boolean[] {true, false}) {
            Outcome outcome = DtlsPair.begin(client ? pair.client : pair.server, client,
                List.of(DtlsPair.SERVER.fingerprint()), 300).get(20, TimeUnit.SECONDS);
            assertTrue(outcome.refusal().startsWith("the DTLS handshake failed: "), outcome.refusal());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHandshakeCanBeAborted(boolean client) throws Exception {
        List<Integer> sent = new ArrayList<>();
        DtlsPair pair = new DtlsPair((number, datagram, to) -> {
            synchronized (sent) {
                sent.add(number);
            }
        });
        DtlsSession session = client ? pair.client : pair.server;
        CompletableFuture<Outcome> outcome =
            DtlsPair.begin(session, client, List.of(DtlsPair.SERVER.fingerprint()), 60_000);
        if (client) {
            Await.until("it is under way", () -> {
                synchronized (sent) {
                    return !sent.isEmpty();
                }
            });
        }
        session.abort();
        assertEquals("the DTLS handshake failed: closed meanwhile", outcome.get(20, TimeUnit.SECONDS).refusal());
    }
}
