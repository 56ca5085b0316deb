package flathead.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A server's certificate for one of this machine's addresses, signed by itself, made by the JDK's keytool. */
public final class Certificate {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String ALIAS = "server";

    private final Path folder;
    private final KeyStore store;

    /**
     * Makes it, in a second.
     *
     * @param folder where its files go; the caller's
     */
    public Certificate(Path folder, InetAddress address) throws IOException, GeneralSecurityException {
        this.folder = folder;
        Path file = folder.resolve("server.p12");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair", "-alias", ALIAS, "-keyalg", "RSA", "-keysize", "2048", "-validity", "2", "-dname", "CN=test",
            "-ext", "san=ip:" + address.getHostAddress(), "-storetype", "PKCS12", "-keystore", file.toString(),
            "-storepass", new String(PASSWORD)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (!Files.exists(file)) {
            throw new IOException("keytool: " + said);
        }
        store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
    }

    /** The certificate, in PEM. */
    public Path certificate() throws IOException, GeneralSecurityException {
        return pem("server.crt", "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
    }

    /** Its key, in PEM. */
    public Path key() throws IOException, GeneralSecurityException {
        return pem("server.key", "PRIVATE KEY", store.getKey(ALIAS, PASSWORD).getEncoded());
    }

    private Path pem(String name, String what, byte[] data) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(data);
        return Files.writeString(folder.resolve(name),
            "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
    }

    /** Makes TLS connections that trust it and nobody else. */
    public SSLSocketFactory trusting() throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private KeyStore trusted() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
        return trusted;
    }

    /** The options by which a Java process trusts it and nobody else. */
    public String javaOptions() throws IOException, GeneralSecurityException {
        Path file = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted().store(out, PASSWORD);
        }
        return "-Djavax.net.ssl.trustStore=" + file + " -Djavax.net.ssl.trustStorePassword=" + new String(PASSWORD);
    }
}
