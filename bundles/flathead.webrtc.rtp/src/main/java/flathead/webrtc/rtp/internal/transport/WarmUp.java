package flathead.webrtc.rtp.internal.transport;

import flathead.api.MediaException;
import flathead.webrtc.rtp.internal.sdp.Fingerprint;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Goes through everything once without a network: libraries' settings, a certificate, a DTLS handshake of our server
 * with our client, and both SRTP profiles. What a first session would have to load and compile is there afterwards.
 */
public final class WarmUp {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int PACKETS = 500;
    private static final int PACKET_BYTES = 1_200;
    private static final int SSRC = 1;

    private WarmUp() {
    }

    /**
     * Takes about a second of computing in a fresh process.
     *
     * @return the process's identity, which is as good as any
     * @throws MediaException if the handshake fails, which means that this Java cannot do what is needed
     */
    public static Identity run() throws MediaException {
        Libraries.prepare();
        Identity identity = new Identity();
        SrtpKeys keys = handshake(identity);
        for (SrtpProfile profile : SrtpProfile.values()) {
            byte[] exported = new byte[SrtpKeys.exportBytes(profile)];
            protect(profile == keys.profile() ? keys : SrtpKeys.of(profile, exported, false));
        }
        return identity;
    }

    private static SrtpKeys handshake(Identity identity) throws MediaException {
        List<Fingerprint> trusted = List.of(identity.fingerprint());
        AtomicReference<DtlsSession> other = new AtomicReference<>();
        DtlsSession server = new DtlsSession(identity, (data, offset, length) ->
            other.get().arrived(Arrays.copyOfRange(data, offset, offset + length)));
        DtlsSession client = new DtlsSession(identity, (data, offset, length) ->
            server.arrived(Arrays.copyOfRange(data, offset, offset + length)));
        other.set(client);
        Thread thread = new Thread(() -> {
            try {
                client.handshake(true, trusted, TIMEOUT_MILLIS);
            } catch (MediaException | LinkageError e) {
                // The server's side has the same to say. Classes are not found where the bundle is being stopped.
                server.abort();
            }
        }, "flathead-rtp-warmup-client");
        thread.setDaemon(true);
        thread.start();
        SrtpKeys keys = server.handshake(false, trusted, TIMEOUT_MILLIS);
        server.close();
        return keys;
    }

    private static void protect(SrtpKeys keys) {
        SrtpSession session = new SrtpSession(keys, SSRC);
        byte[] packet = new byte[PACKET_BYTES + SrtpSession.MOST_GROWTH];
        for (int i = 0; i < PACKETS; i++) {
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
