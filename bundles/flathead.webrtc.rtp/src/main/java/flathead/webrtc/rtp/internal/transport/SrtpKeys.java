package flathead.webrtc.rtp.internal.transport;

import java.util.Arrays;

/**
 * What DTLS agreed on for SRTP: the profile, and a master key and salt for each way.
 *
 * @param profile how packets are protected
 * @param localKey protects what we send
 * @param localSalt goes with it
 * @param remoteKey protects what the other side sends
 * @param remoteSalt goes with it
 */
public record SrtpKeys(SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {
    /** The label under which DTLS exports them (RFC 5764, section 4.2). */
    static final String EXPORTER = "EXTRACTOR-dtls_srtp";

    /** How many bytes to export. */
    static int exportBytes(SrtpProfile profile) {
        return 2 * (SrtpProfile.KEY_BYTES + profile.saltBytes());
    }

    /** Takes the exported bytes apart: client key, server key, client salt, server salt. */
    static SrtpKeys of(SrtpProfile profile, byte[] exported, boolean client) {
        int key = SrtpProfile.KEY_BYTES;
        int salt = profile.saltBytes();
        byte[] clientKey = Arrays.copyOfRange(exported, 0, key);
        byte[] serverKey = Arrays.copyOfRange(exported, key, 2 * key);
        byte[] clientSalt = Arrays.copyOfRange(exported, 2 * key, 2 * key + salt);
        byte[] serverSalt = Arrays.copyOfRange(exported, 2 * key + salt, 2 * key + 2 * salt);
        return client ? new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt)
            : new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
    }

    @Override
    public String toString() {
        return "SrtpKeys[" + profile + "]";
    }
}
