package flathead.testkit;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds a TCP port for a process that is yet to start. */
public final class FreePort {
    private static final int FIRST = 10_000;
    private static final int COUNT = 20_000;

    private FreePort() {
    }

    /**
     * A port that nobody listens on, below those that Linux hands out (32768 and more): nobody who asks for any port is
     * given it before it is used.
     */
    public static int find() throws IOException {
        while (true) {
            int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (BindException e) {
                continue;
            }
        }
    }
}
