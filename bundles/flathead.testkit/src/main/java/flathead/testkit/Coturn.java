package flathead.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A STUN and TURN server: coturn, of Debian's package of that name, on an address of this machine's and a port of
 * its own. It knows one user.
 */
public final class Coturn implements AutoCloseable {
    /** The user that it knows. */
    public static final String USER = "robot";
    /** The user's password. */
    public static final String CREDENTIAL = "as-tests-have-it";
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private final Path folder = Files.createTempDirectory("flathead-coturn");
    private final InetAddress address = ownAddress();
    private final int port;
    private final int tlsPort;
    private final Process process;
    private final List<String> log = new CopyOnWriteArrayList<>();

    /**
     * Starts it, and waits until it listens.
     *
     * @param options more of its options
     */
    public Coturn(String... options) throws IOException {
        port = freePort();
        tlsPort = freePort();
        List<String> line = new ArrayList<>(List.of("turnserver", "-n", "--listening-ip=" + address.getHostAddress(),
            "--relay-ip=" + address.getHostAddress(), "--listening-port=" + port,
            "--tls-listening-port=" + tlsPort, "--no-cli",
            "--no-dtls",
            "--fingerprint", "--lt-cred-mech", "--user=" + USER + ":" + CREDENTIAL, "--realm=flathead.test",
            "--allow-loopback-peers", "--log-file=stdout", "--simple-log", "--verbose",
            "--pidfile=" + folder.resolve("pid"), "--userdb=" + folder.resolve("db")));
        line.addAll(List.of(options));
        try {
            process = new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException("coturn does not start: apt-get install --no-install-recommends coturn", e);
        }
        Thread reader = new Thread(this::read, "test-coturn-log");
        reader.setDaemon(true);
        reader.start();
        Await.until(() -> "coturn listens\n" + String.join("\n", log), START_LIMIT, this::listens);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(log::add);
        } catch (IOException | UncheckedIOException e) {
            // It was ended.
            log.add(e.toString());
        }
    }

    /** By its log: a probe of a port where nobody listens yet can, now and then, connect to itself. */
    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("coturn has ended\n" + String.join("\n", log));
        }
        String where = address.getHostAddress() + ":" + port;
        return List.of("TCP", "UDP").stream().allMatch(transport -> log.stream().anyMatch(line ->
            line.contains(transport + " listener opened on") && line.endsWith(where)));
    }

    private int freePort() throws IOException {
        try (DatagramSocket udp = new DatagramSocket(0, address);
                ServerSocket tcp = new ServerSocket(udp.getLocalPort(), 1, address)) {
            return tcp.getLocalPort();
        }
    }

    /** An IPv4 address of this machine's; a loopback one only if there is no other. */
    public static InetAddress ownAddress() throws SocketException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (one.isUp()) {
                for (InetAddress each : Collections.list(one.getInetAddresses())) {
                    if (each instanceof Inet4Address && !each.isLoopbackAddress()) {
                        return each;
                    }
                }
            }
        }
        return loopback;
    }

    /** Its address, to be told from others. */
    public InetAddress address() {
        return address;
    }

    /** Of UDP and TCP. */
    public int port() {
        return port;
    }

    /** Its URL for STUN. */
    public String stun() {
        return "stun:" + address.getHostAddress() + ":" + port;
    }

    /** Its URL for TURN, by {@code udp} or {@code tcp}. */
    public String turn(String transport) {
        return "turn:" + address.getHostAddress() + ":" + port + "?transport=" + transport;
    }

    /** Its URL for TURN by TLS; it needs the options {@code --cert} and {@code --pkey}. */
    public String turns() {
        return "turns:" + address.getHostAddress() + ":" + tlsPort;
    }

    /** What it logged so far. */
    public List<String> log() {
        return List.copyOf(log);
    }

    /** How many of its log's lines have this. */
    public long logged(String text) {
        return log.stream().filter(line -> line.contains(text)).count();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (String name : List.of("pid", "db")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder);
    }
}
