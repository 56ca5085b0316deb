package flathead.webrtc.rtp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A DTLS server whose key is RSA, as that of GStreamer 1.22. */
@Timeout(60)
class RsaServerTest {
    private static final int[] SUITES = {
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256};

    @BeforeAll
    static void prepare() {
        Libraries.prepare();
    }

    private static final class Server extends DefaultTlsServer {
        private final AsymmetricCipherKeyPair pair;
        private final TlsCertificate certificate;
        private SrtpKeys keys;

        Server(SecureRandom random) throws IOException, CryptoException {
            super(new BcTlsCrypto(random));
            RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
            generator.init(new RSAKeyGenerationParameters(BigInteger.valueOf(65_537), random, 2_048, 80));
            pair = generator.generateKeyPair();
            certificate = getCrypto().createCertificate(selfSigned(pair));
        }

        private static byte[] selfSigned(AsymmetricCipherKeyPair pair) throws IOException, CryptoException {
            AlgorithmIdentifier algorithm =
                new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
            X500Name name = new X500Name("CN=rsa");
            V3TBSCertificateGenerator body = new V3TBSCertificateGenerator();
            body.setSerialNumber(new ASN1Integer(BigInteger.ONE));
            body.setSignature(algorithm);
            body.setIssuer(name);
            body.setSubject(name);
            body.setStartDate(new Time(Date.from(Instant.now().minusSeconds(60))));
            body.setEndDate(new Time(Date.from(Instant.now().plusSeconds(3_600))));
            body.setSubjectPublicKeyInfo(SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic()));
            byte[] encoded = body.generateTBSCertificate().getEncoded();
            RSADigestSigner signer = new RSADigestSigner(new SHA256Digest());
            signer.init(true, pair.getPrivate());
            signer.update(encoded, 0, encoded.length);
            return new DERSequence(new ASN1Encodable[] {body.generateTBSCertificate(), algorithm,
                new DERBitString(signer.generateSignature())}).getEncoded();
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.DTLSv12.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return SUITES;
        }

        @Override
        protected TlsCredentialedSigner getRSASignerCredentials() {
            return new BcDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), (BcTlsCrypto) getCrypto(),
                pair.getPrivate(), new Certificate(new TlsCertificate[] {certificate}),
                SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa));
        }

        @Override
        public CertificateRequest getCertificateRequest() {
            return new CertificateRequest(
                new short[] {ClientCertificateType.rsa_sign, ClientCertificateType.ecdsa_sign},
                TlsUtils.getDefaultSupportedSignatureAlgorithms(context), null);
        }

        @Override
        public void notifyClientCertificate(Certificate chain) throws IOException {
            assertEquals(DtlsPair.CLIENT.fingerprint(), Identity.fingerprint(chain.getCertificateAt(0)));
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Hashtable getServerExtensions() throws IOException {
            Hashtable extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getServerExtensions());
            TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(
                new int[] {SrtpProfile.AES128_CM_HMAC_SHA1_80.id()}, TlsUtils.EMPTY_BYTES));
            return extensions;
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            SrtpProfile profile = SrtpProfile.AES128_CM_HMAC_SHA1_80;
            keys = SrtpKeys.of(profile,
                context.exportKeyingMaterial(SrtpKeys.EXPORTER, null, SrtpKeys.exportBytes(profile)), false);
        }
    }

    @Test
    void isTaken() throws Exception {
        Server server = new Server(new SecureRandom());
        BlockingQueue<byte[]> toServer = new LinkedBlockingQueue<>();
        DtlsSession client = new DtlsSession(DtlsPair.CLIENT, (data, offset, length) ->
            toServer.add(Arrays.copyOfRange(data, offset, offset + length)));
        CompletableFuture<DtlsPair.Outcome> atClient = DtlsPair.begin(client, true,
            List.of(Identity.fingerprint(server.certificate)), 20_000);
        new DTLSServerProtocol().accept(server, new DtlsSessionTest.Wire(toServer, client));
        SrtpKeys keys = atClient.get(30, TimeUnit.SECONDS).agreed();
        assertArrayEquals(server.keys.localKey(), keys.remoteKey());
        assertArrayEquals(server.keys.remoteKey(), keys.localKey());
    }
}
