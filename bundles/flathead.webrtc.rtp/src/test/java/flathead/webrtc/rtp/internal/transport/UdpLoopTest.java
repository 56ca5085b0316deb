package flathead.webrtc.rtp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UdpLoopTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int MARK = 22;
    private static final long LONG = 3_600_000_000_000L;

    private final List<Integer> dtls = new CopyOnWriteArrayList<>();
    private final List<Integer> rtp = new CopyOnWriteArrayList<>();
    private final List<InetSocketAddress> senders = new CopyOnWriteArrayList<>();
    /** Datagrams of one byte, {@link #MARK}. */
    private volatile int marks;
    private volatile Exception broken;
    private volatile int turns;
    private volatile Runnable onTurn = () -> { };
    private UdpLoop loop;

    private final class Arrivals implements UdpLoop.Handler {
        @Override
        public void dtlsArrived(ByteBuffer datagram, InetSocketAddress from) {
            if (datagram.remaining() == 1) {
                marks++;
                return;
            }
            senders.add(from);
            dtls.add(datagram.get(datagram.position()) & 0xff);
        }

        @Override
        public void rtpArrived(ByteBuffer datagram, InetSocketAddress from) {
            senders.add(from);
            rtp.add(datagram.get(datagram.position()) & 0xff);
        }

        @Override
        public long turn() {
            turns++;
            onTurn.run();
            return LONG;
        }

        @Override
        public void broke(Exception cause) {
            broken = cause;
        }
    }

    private UdpLoop open(InetAddress... addresses) throws IOException {
        loop = new UdpLoop("test-loop", List.of(addresses), new Arrivals());
        return loop;
    }

    @AfterEach
    void close() throws IOException {
        if (loop != null) {
            loop.close();
            loop.close();
            assertTrue(loop.sockets().stream().noneMatch(socket -> socket.channel().isOpen()));
        }
        assertNull(broken);
    }

    private static void send(DatagramSocket from, InetSocketAddress to, int... bytes) throws IOException {
        byte[] data = new byte[bytes.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) bytes[i];
        }
        from.send(new DatagramPacket(data, data.length, to));
    }

    @Test
    void datagramsAreToldApartByTheirFirstByte() throws Exception {
        UdpSocket socket = open(LOOPBACK).sockets().get(0);
        loop.start();
        try (DatagramSocket other = new DatagramSocket(0, LOOPBACK)) {
            send(other, socket.local());
            for (int first = 0; first < 256; first++) {
                send(other, socket.local(), first, 1, 2, 3);
                if (first % 32 == 31) {
                    keepUp(other, socket);
                }
            }
            assertEquals(IntStream.rangeClosed(20, 63).boxed().toList(), dtls);
            assertEquals(IntStream.rangeClosed(128, 191).boxed().toList(), rtp);
            assertTrue(senders.stream().allMatch(other.getLocalSocketAddress()::equals), senders.toString());
            for (int first = 0; first <= 3; first++) {
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                socket.receive(packet);
                assertEquals(first, packet.getData()[0]);
                assertEquals(4, packet.getLength());
                assertEquals(other.getLocalSocketAddress(), packet.getSocketAddress());
            }
        }
    }

    @Test
    void stunThatNobodyTakesIsDropped() throws Exception {
        UdpSocket socket = open(LOOPBACK).sockets().get(0);
        loop.start();
        try (DatagramSocket other = new DatagramSocket(0, LOOPBACK)) {
            for (int i = 0; i < 1_000; i++) {
                send(other, socket.local(), 0, i);
                if (i % 50 == 49) {
                    keepUp(other, socket);
                }
            }
        }
        for (int i = 0; i < 128; i++) {
            socket.receive(new DatagramPacket(new byte[100], 100));
        }
        CompletableFuture<Boolean> more = receive(socket);
        socket.close();
        assertFalse(more.get(10, TimeUnit.SECONDS));
    }

    /** Waits until the loop has read what was sent: the system drops what a port's buffer cannot hold. */
    private void keepUp(DatagramSocket from, UdpSocket to) throws IOException {
        int before = marks;
        send(from, to.local(), MARK);
        Await.until("the loop keeps up", () -> marks > before);
    }

    /** Whether something came. */
    private static CompletableFuture<Boolean> receive(UdpSocket socket) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                socket.receive(new DatagramPacket(new byte[100], 100));
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void bothReadersEndWhenItIsClosed() throws Exception {
        UdpSocket socket = open(LOOPBACK).sockets().get(0);
        loop.start();
        CompletableFuture<Boolean> reader = receive(socket);
        loop.close();
        assertFalse(reader.get(10, TimeUnit.SECONDS));
        assertThrows(SocketException.class, () -> socket.receive(new DatagramPacket(new byte[9], 9)));
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(each -> each.getName().equals("test-loop")));
    }

    @Test
    void closedFromInsideATurnItDoesNotWaitAndIsNotBroken() throws Exception {
        open(LOOPBACK);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        onTurn = () -> {
            try {
                loop.close();
                loop.close();
                done.complete(loop.isCurrentThread());
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        };
        loop.start();
        assertTrue(done.get(10, TimeUnit.SECONDS));
        Await.until("its end", () ->
            Thread.getAllStackTraces().keySet().stream().noneMatch(each -> each.getName().equals("test-loop")));
        assertNull(broken);
    }

    @Test
    void closedBeforeItIsStarted() throws Exception {
        open(LOOPBACK).close();
        assertEquals(0, turns);
    }

    @Test
    void aDefectOfTheHandlerIsTold() throws Exception {
        open(LOOPBACK);
        onTurn = () -> {
            throw new IllegalStateException("as the test wants it");
        };
        loop.start();
        Await.until("told", () -> broken != null);
        assertEquals("as the test wants it", broken.getMessage());
        broken = null;
    }

    @Test
    void wakeMakesATurn() throws Exception {
        open(LOOPBACK);
        loop.start();
        Await.until("a turn", () -> turns == 1);
        for (int i = 2; i < 20; i++) {
            int next = i;
            loop.wake();
            Await.until("another", () -> turns >= next);
        }
    }

    @Test
    void addressesThatRefuseAreLeftOut() throws Exception {
        // TEST-NET-1 is nobody's.
        InetAddress foreign = InetAddress.getByName("192.0.2.1");
        assertEquals(1, open(foreign, LOOPBACK).sockets().size());
        IOException refusal = assertThrows(IOException.class, () ->
            new UdpLoop("test-loop", List.of(foreign), new Arrivals()));
        assertTrue(refusal.getMessage().startsWith("no port on 192.0.2.1: "), refusal.getMessage());
        refusal = assertThrows(IOException.class, () -> new UdpLoop("test-loop", List.of(), new Arrivals()));
        assertEquals("no network interface is up", refusal.getMessage());
    }
}
