package flathead.webrtc.rtp.internal.transport;

import flathead.api.MediaException;
import flathead.webrtc.rtp.internal.sdp.Fingerprint;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Goes through everything once without a network: libraries' settings, a certificate, a DTLS handshake of our server
 * with our client, and both SRTP profiles. What a first session would have to load and compile is there afterwards.
 *
 * <p>{@link #call} is called once, by a thread of its caller's; {@link #end} by any thread.
 */
public final class WarmUp implements Callable<Identity> {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int PACKETS = 500;
    private static final int PACKET_BYTES = 1_200;
    private static final int SSRC = 1;

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<DtlsSession> server = new AtomicReference<>();
    private final AtomicReference<DtlsSession> client = new AtomicReference<>();
    private volatile boolean ended;

    /**
     * Takes about a second of computing in a fresh process.
     *
     * @return the process's identity, which is as good as any
     * @throws MediaException if the handshake fails, which means that this Java cannot do what is needed; or if
     *     {@link #end} was called
     */
    @Override
    public Identity call() throws MediaException {
        try {
            goOn();
            Libraries.prepare();
            Identity identity = new Identity();
            SrtpKeys keys = handshake(identity);
            for (SrtpProfile profile : SrtpProfile.values()) {
                byte[] exported = new byte[SrtpKeys.exportBytes(profile)];
                protect(profile == keys.profile() ? keys : SrtpKeys.of(profile, exported, false));
            }
            return identity;
        } finally {
            over.countDown();
        }
    }

    /**
     * Breaks off and waits until no thread is at it any more: one that outlived its bundle would look for classes that
     * are gone.
     *
     * @param millis the longest to wait, positive
     */
    public void end(int millis) {
        ended = true;
        abort(server.get());
        abort(client.get());
        try {
            over.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void abort(DtlsSession session) {
        if (session != null) {
            session.abort();
        }
    }

    private void goOn() throws MediaException {
        if (ended) {
            throw new MediaException("the rtp stack was stopped before it was ready");
        }
    }

    private SrtpKeys handshake(Identity identity) throws MediaException {
        List<Fingerprint> trusted = List.of(identity.fingerprint());
        server.set(new DtlsSession(identity, to(client)));
        client.set(new DtlsSession(identity, to(server)));
        goOn();
        Thread thread = new Thread(() -> {
            try {
                client.get().handshake(true, trusted, TIMEOUT_MILLIS);
            } catch (MediaException e) {
                // The server's side has the same to say.
                server.get().abort();
            }
        }, "flathead-rtp-warmup-client");
        thread.setDaemon(true);
        thread.start();
        try {
            SrtpKeys keys = server.get().handshake(false, trusted, TIMEOUT_MILLIS);
            server.get().close();
            return keys;
        } finally {
            client.get().abort();
            join(thread);
        }
    }

    private static DtlsSession.Output to(AtomicReference<DtlsSession> other) {
        return (data, offset, length) -> other.get().arrived(Arrays.copyOfRange(data, offset, offset + length));
    }

    private static void join(Thread thread) throws MediaException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MediaException("interrupted before the rtp stack was ready", e);
        }
    }

    private void protect(SrtpKeys keys) throws MediaException {
        SrtpSession session = new SrtpSession(keys, SSRC);
        byte[] packet = new byte[PACKET_BYTES + SrtpSession.MOST_GROWTH];
        for (int i = 0; i < PACKETS; i++) {
            goOn();
            packet[0] = (byte) 0x80;
            packet[2] = (byte) (i >> 8);
            packet[3] = (byte) i;
            packet[8] = 0;
            packet[9] = 0;
            packet[10] = 0;
            packet[11] = SSRC;
            session.protectRtp(packet, PACKET_BYTES);
        }
    }
}
