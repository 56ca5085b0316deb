package flathead.webrtc.rtp.internal.transport;

import org.bouncycastle.tls.SRTPProtectionProfile;
import org.jitsi.srtp.SrtpPolicy;

/** The protection profiles that we negotiate (RFC 5764, RFC 7714), best first. */
public enum SrtpProfile {
    /** AEAD_AES_128_GCM. */
    AEAD_AES_128_GCM(SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM, 12, 16),
    /** AES128_CM_HMAC_SHA1_80. */
    AES128_CM_HMAC_SHA1_80(SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80, 14, 10);

    static final int KEY_BYTES = 16;

    private final int id;
    private final int saltBytes;
    private final int tagBytes;

    SrtpProfile(int id, int saltBytes, int tagBytes) {
        this.id = id;
        this.saltBytes = saltBytes;
        this.tagBytes = tagBytes;
    }

    /** Its number in the use_srtp extension. */
    int id() {
        return id;
    }

    int saltBytes() {
        return saltBytes;
    }

    /** By how much an RTP packet grows. */
    int tagBytes() {
        return tagBytes;
    }

    /** The numbers of all of them. */
    static int[] ids() {
        SrtpProfile[] all = values();
        int[] ids = new int[all.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = all[i].id;
        }
        return ids;
    }

    /** Our favourite among those offered; null if there is none. */
    static SrtpProfile best(int[] offered) {
        for (SrtpProfile profile : values()) {
            for (int id : offered) {
                if (id == profile.id) {
                    return profile;
                }
            }
        }
        return null;
    }

    SrtpPolicy policy() {
        if (this == AEAD_AES_128_GCM) {
            return new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, KEY_BYTES, SrtpPolicy.NULL_AUTHENTICATION, 0, tagBytes,
                saltBytes);
        }
        return new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, KEY_BYTES, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, tagBytes,
            saltBytes);
    }
}
