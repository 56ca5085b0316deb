package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.VirtualMachine;
import flathead.testkit.Await;
import flathead.testkit.FreePort;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;

/** What the threads of a streaming Pi allocate for a picture, once warm. */
class AllocationIT {
    /** What is allocated for each picture shows in every window; what is allocated once, in one. */
    private static final int WINDOWS = 4;
    private static final int PICTURES = 150;
    /**
     * Bytes a picture on the sink's thread: about 1,000 a packet, all of them of the JDK's AES-GCM cipher as jitsi-srtp
     * calls it; a picture of 6 kB makes 6 packets.
     */
    private static final long LIBRARIES = 8_000;

    @Test
    void thePathOfAPictureAllocatesNothing() throws Exception {
        int port = FreePort.find();
        try (RuntimeProcess server = RuntimeProcess.start("server", port);
                RuntimeProcess pi = RuntimeProcess.start("pi", port)) {
            server.awaitStreams(2, Duration.ofSeconds(60), 0.5);
            VirtualMachine vm = VirtualMachine.attach(Long.toString(pi.pid()));
            try (JMXConnector jmx = JMXConnectorFactory.connect(new JMXServiceURL(vm.startLocalManagementAgent()))) {
                ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(jmx.getMBeanServerConnection(),
                    ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
                awaitPictures(server, 600);
                Map<String, Long> least = new TreeMap<>();
                for (int window = 0; window < WINDOWS; window++) {
                    Map<String, Long> before = allocated(threads);
                    long first = received(server);
                    awaitPictures(server, first + PICTURES);
                    long pictures = received(server) - first;
                    allocated(threads).forEach((name, bytes) -> least.merge(name,
                        (bytes - before.getOrDefault(name, 0L)) / pictures, Math::min));
                }
                System.out.println("bytes a picture, by thread, at least, in " + WINDOWS + " windows of " + PICTURES
                    + " pictures: " + least);
                check(least, "flathead-capture-", 0);
                check(least, "flathead-encoder-", 0);
                check(least, "flathead-uplink-", LIBRARIES);
            } finally {
                vm.detach();
            }
        }
    }

    private static void check(Map<String, Long> perPicture, String prefix, long most) {
        Map<String, Long> these = new TreeMap<>(perPicture);
        these.keySet().removeIf(name -> !name.startsWith(prefix));
        assertFalse(these.isEmpty(), () -> "no thread " + prefix + "… in " + perPicture);
        assertTrue(these.values().stream().allMatch(bytes -> bytes <= most), these::toString);
    }

    private static Map<String, Long> allocated(ThreadMXBean threads) {
        Map<String, Long> bytes = new TreeMap<>();
        long[] ids = threads.getAllThreadIds();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] amounts = threads.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && infos[i].getThreadName().startsWith("flathead-")) {
                bytes.merge(infos[i].getThreadName(), amounts[i], Long::sum);
            }
        }
        return bytes;
    }

    private static long received(RuntimeProcess server) {
        return server.remoteStreams().stream()
            .mapToLong(stream -> stream.getJsonObject("captured").getJsonNumber("in").longValue()).min().orElse(0);
    }

    private static void awaitPictures(RuntimeProcess server, long count) {
        Await.until(() -> count + " pictures", Duration.ofSeconds(90), () -> received(server) >= count);
    }
}
