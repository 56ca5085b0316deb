package flathead.webrtc.rtp.internal.transport;

import flathead.api.MediaException;
import flathead.webrtc.rtp.internal.sdp.Fingerprint;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A DTLS server and a DTLS client of ours, and a wire that does with their datagrams what a test wants. */
final class DtlsPair {
    static final Identity SERVER = new Identity();
    static final Identity CLIENT = new Identity();
    private static final int TIMEOUT_MILLIS = 20_000;

    final DtlsSession server;
    final DtlsSession client;
    private int number;

    /** What happens to a datagram; the number counts those of both sides, from 0. */
    interface Wire {
        /** Lets it arrive, or not. */
        void carry(int number, byte[] datagram, DtlsSession to);
    }

    /** How a handshake ended: one of the two is null. */
    record Outcome(SrtpKeys keys, MediaException failure) {
        SrtpKeys agreed() {
            if (failure != null) {
                throw new AssertionError("the handshake failed", failure);
            }
            return keys;
        }

        String refusal() {
            if (failure == null) {
                throw new AssertionError("the handshake succeeded");
            }
            return failure.getMessage();
        }
    }

    DtlsPair() {
        this((number, datagram, to) -> to.arrived(datagram));
    }

    DtlsPair(Wire wire) {
        DtlsSession[] both = new DtlsSession[2];
        both[0] = new DtlsSession(SERVER, (data, offset, length) ->
            wire.carry(next(), Arrays.copyOfRange(data, offset, offset + length), both[1]));
        both[1] = new DtlsSession(CLIENT, (data, offset, length) ->
            wire.carry(next(), Arrays.copyOfRange(data, offset, offset + length), both[0]));
        server = both[0];
        client = both[1];
    }

    private synchronized int next() {
        return number++;
    }

    /** The outcome at the server and at the client. */
    List<Outcome> shakeHands() throws Exception {
        return shakeHands(List.of(CLIENT.fingerprint()), List.of(SERVER.fingerprint()));
    }

    List<Outcome> shakeHands(List<Fingerprint> trustedByServer, List<Fingerprint> trustedByClient) throws Exception {
        CompletableFuture<Outcome> atClient = begin(client, true, trustedByClient, TIMEOUT_MILLIS);
        Outcome atServer = begin(server, false, trustedByServer, TIMEOUT_MILLIS).get(30, TimeUnit.SECONDS);
        return List.of(atServer, atClient.get(30, TimeUnit.SECONDS));
    }

    /** Begins one side's handshake, on a thread of its own. */
    static CompletableFuture<Outcome> begin(DtlsSession session, boolean client, List<Fingerprint> trusted,
            int timeoutMillis) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(new Outcome(session.handshake(client, trusted, timeoutMillis), null));
            } catch (MediaException e) {
                outcome.complete(new Outcome(null, e));
            } catch (RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        }, client ? "client" : "server");
        thread.setDaemon(true);
        thread.start();
        return outcome;
    }
}
