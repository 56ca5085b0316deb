package flathead.webrtc.rtp.internal.transport;

import flathead.api.MediaException;
import flathead.webrtc.rtp.internal.sdp.Fingerprint;
import java.io.IOException;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.UseSRTPData;

/** What client and server have in common: whom to trust, which profile, which keys. One handshake. */
final class DtlsTerms {
    /** The one that RFC 8827 demands, and its sibling; {@link RecordGuard} counts on GCM. */
    static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    };
    /** A server's key may also be RSA, as GStreamer's is. */
    static final int[] CLIENT_CIPHER_SUITES = {
        CIPHER_SUITES[0],
        CIPHER_SUITES[1],
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    };
    /** RFC 8827 has no figure; libwebrtc begins with 50 ms, and round trips here are short. */
    static final int FIRST_RESEND_MILLIS = 100;

    private final List<Fingerprint> trusted;
    private final boolean client;
    private final int timeoutMillis;
    private boolean verified;
    private SrtpProfile profile;
    private SrtpKeys keys;
    private String refusal;

    DtlsTerms(List<Fingerprint> trusted, boolean client, int timeoutMillis) {
        this.trusted = List.copyOf(trusted);
        this.client = client;
        this.timeoutMillis = timeoutMillis;
    }

    int timeoutMillis() {
        return timeoutMillis;
    }

    /** Refuses a certificate that the description does not name (RFC 8122, section 5). */
    void certificate(Certificate chain) throws IOException {
        if (chain == null || chain.isEmpty()) {
            throw refuse(AlertDescription.bad_certificate, "the other side showed no DTLS certificate");
        }
        Fingerprint shown = Identity.fingerprint(chain.getCertificateAt(0));
        if (!trusted.contains(shown)) {
            throw refuse(AlertDescription.bad_certificate, "the DTLS certificate's " + shown.hash() + " fingerprint "
                + shown.value() + " is not in the other side's description, which has " + named());
        }
        verified = true;
    }

    /** The one that the other side may have meant: a description may name any number. */
    private String named() {
        for (Fingerprint fingerprint : trusted) {
            if (fingerprint.hash().equals(Fingerprint.SHA_256)) {
                return fingerprint.hash() + " " + fingerprint.value()
                    + (trusted.size() == 1 ? "" : " and " + (trusted.size() - 1) + " more");
            }
        }
        return "none of " + Fingerprint.SHA_256;
    }

    /** The server chooses; the client is told. */
    SrtpProfile profile(UseSRTPData offered) throws IOException {
        profile = offered == null ? null : SrtpProfile.best(offered.getProtectionProfiles());
        if (profile == null) {
            throw refuse(AlertDescription.handshake_failure,
                "the other side has none of the SRTP profiles " + List.of(SrtpProfile.values()));
        }
        return profile;
    }

    SrtpProfile profile() {
        return profile;
    }

    void complete(TlsContext context) throws IOException {
        if (!verified) {
            throw refuse(AlertDescription.bad_certificate, "the other side showed no DTLS certificate");
        }
        if (profile == null) {
            throw refuse(AlertDescription.handshake_failure, "the other side does not speak SRTP (no use_srtp)");
        }
        keys = SrtpKeys.of(profile,
            context.exportKeyingMaterial(SrtpKeys.EXPORTER, null, SrtpKeys.exportBytes(profile)), client);
    }

    private TlsFatalAlert refuse(short alert, String why) {
        refusal = why;
        return new TlsFatalAlert(alert, why);
    }

    SrtpKeys keys() {
        return keys;
    }

    /** In words for a person. */
    MediaException failure(IOException cause) {
        if (refusal != null) {
            return new MediaException(refusal, cause);
        }
        return new MediaException("the DTLS handshake failed: " + cause.getMessage(), cause);
    }
}
