package flathead.itests;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The only way between the sender of one camera and its receiver: UDP that is slow and loses SRTP and SRTCP, both ways.
 * STUN and DTLS are delayed only, so that what is measured is media.
 *
 * <p>The receiver knows the front alone. Behind it every address of the receiver's gets a port of its own towards the
 * sender, as behind a NAT. All work is done by one thread.
 */
final class LossyLink implements AutoCloseable {
    private static final Pattern CANDIDATE =
        Pattern.compile("a=candidate:\\S+ 1 udp \\d+ (\\d+(?:\\.\\d+){3}) (\\d+) typ host.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern SOURCES = Pattern.compile("a=ssrc-group:FID (\\d+) (\\d+)");
    private static final Pattern SOURCE = Pattern.compile("a=ssrc:(\\d+) ");
    private static final String ANY_CANDIDATE = "(?m)^a=(candidate:.*|end-of-candidates)\\R";

    private static final long STALL_NANOS = 100_000_000;

    private final Loss loss;
    private final Loss.Dice down;
    private final Loss.Dice up;
    private final Selector selector = Selector.open();
    private final Thread thread = new Thread(this::run, "lossy-link");
    private final Map<SocketAddress, DatagramChannel> ways = new HashMap<>();
    private final Queue<Delayed> delayed = new ArrayDeque<>();
    private final ByteBuffer arrived = ByteBuffer.allocateDirect(65_536);
    private final AtomicReference<Theft> theft = new AtomicReference<>(Theft.NONE);
    private DatagramChannel front;
    private SocketAddress sender;
    private int media;
    private int repair;
    private long pictureNanos;
    private volatile Seen seen = new Seen(0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * What has come to the link.
     *
     * @param pictures sent, by the marker of their last packet, lost or not
     * @param stalls times in which the sender sent none for three intervals: a machine that has too much to do
     * @param packets of media
     * @param lost of these
     * @param repairs packets of the repair stream (RTX)
     * @param repairsLost of these
     * @param feedback RTCP packets of the receiver's
     * @param feedbackLost of these
     */
    record Seen(long pictures, long stalls, long packets, long lost, long repairs, long repairsLost, long feedback,
            long feedbackLost) {
        Seen since(Seen start) {
            return new Seen(pictures - start.pictures, stalls - start.stalls, packets - start.packets,
                lost - start.lost, repairs - start.repairs, repairsLost - start.repairsLost,
                feedback - start.feedback, feedbackLost - start.feedbackLost);
        }

        private Seen picture(boolean late) {
            return new Seen(pictures + 1, stalls + (late ? 1 : 0), packets, lost, repairs, repairsLost, feedback,
                feedbackLost);
        }

        private Seen media(int missing) {
            return new Seen(pictures, stalls, packets + 1, lost + missing, repairs, repairsLost, feedback,
                feedbackLost);
        }

        private Seen repair(int missing) {
            return new Seen(pictures, stalls, packets, lost, repairs + 1, repairsLost + missing, feedback,
                feedbackLost);
        }

        private Seen feedback(int missing) {
            return new Seen(pictures, stalls, packets, lost, repairs, repairsLost, feedback + 1,
                feedbackLost + missing);
        }
    }

    private record Delayed(long due, byte[] packet, DatagramChannel by, SocketAddress to) {
    }

    /** A picture taken away for good. */
    private enum Theft {
        NONE, AT_NEXT_PICTURE, NOW, DONE
    }

    LossyLink(Loss loss, long seed) throws IOException {
        this.loss = loss;
        down = loss.dice(seed);
        up = loss.dice(~seed);
        thread.setDaemon(true);
    }

    /** The offer with the link in place of the sender's candidates; the link starts. Called once. */
    String through(String offer) throws IOException {
        Matcher candidate = CANDIDATE.matcher(offer);
        if (front != null || !candidate.find() || !sources(offer)) {
            throw new IOException((front == null ? "no IPv4 host candidate or no SSRC in " : "offered again: ")
                + offer);
        }
        sender = new InetSocketAddress(candidate.group(1), Integer.parseInt(candidate.group(2)));
        front = open(new InetSocketAddress(candidate.group(1), 0));
        front.register(selector, SelectionKey.OP_READ);
        thread.start();
        int port = ((InetSocketAddress) front.getLocalAddress()).getPort();
        String ours = "a=candidate:1 1 udp 2130706431 " + candidate.group(1) + " " + port + " typ host\r\n";
        return withoutCandidates(offer).replace("a=ice-ufrag:", ours + "a=ice-ufrag:");
    }

    /** Reads which SSRC is what; a sender without RTX names none for repairs. */
    private boolean sources(String offer) {
        Matcher both = SOURCES.matcher(offer);
        Matcher one = SOURCE.matcher(offer);
        boolean repairs = both.find();
        if (!repairs && !one.find()) {
            return false;
        }
        media = Integer.parseUnsignedInt(repairs ? both.group(1) : one.group(1));
        repair = repairs ? Integer.parseUnsignedInt(both.group(2)) : 0;
        return true;
    }

    /** A description that shows no way but those that are found by being reached. */
    static String withoutCandidates(String sdp) {
        return sdp.replaceAll(ANY_CANDIDATE, "");
    }

    private static DatagramChannel open(InetSocketAddress local) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(local).configureBlocking(false);
        return channel;
    }

    /** Takes the next whole picture away, and whatever repairs anything, until {@link #stopStealing}. */
    void stealAPicture() {
        theft.set(Theft.AT_NEXT_PICTURE);
    }

    /** Repairs pass again. */
    void stopStealing() {
        theft.set(Theft.NONE);
    }

    Seen seen() {
        return seen;
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                Delayed next = delayed.peek();
                long wait = next == null ? Long.MAX_VALUE : next.due - System.nanoTime();
                if (wait > 0) {
                    selector.select(this::read, next == null ? 0 : wait / 1_000_000 + 1);
                } else {
                    selector.selectNow(this::read);
                }
                for (next = delayed.peek(); next != null && next.due - System.nanoTime() <= 0; next = delayed.peek()) {
                    delayed.remove();
                    next.by.send(ByteBuffer.wrap(next.packet), next.to);
                }
            }
        } catch (IOException e) {
            e.printStackTrace();
        } catch (ClosedSelectorException e) {
            // Closed.
        }
    }

    private void read(SelectionKey key) {
        DatagramChannel channel = (DatagramChannel) key.channel();
        try {
            for (SocketAddress from = receive(channel); from != null; from = receive(channel)) {
                if (channel != front) {
                    fromSender((SocketAddress) key.attachment());
                } else if (!ways.containsKey(from) && ways.size() == 16) {
                    continue;
                } else {
                    fromReceiver(from);
                }
            }
        } catch (IOException e) {
            // A port that is gone says so on the next read: the other side has closed.
        }
    }

    private SocketAddress receive(DatagramChannel channel) throws IOException {
        arrived.clear();
        SocketAddress from = channel.receive(arrived);
        arrived.flip();
        return from;
    }

    private void fromReceiver(SocketAddress from) throws IOException {
        DatagramChannel way = ways.get(from);
        if (way == null) {
            way = open(new InetSocketAddress(((InetSocketAddress) front.getLocalAddress()).getAddress(), 0));
            way.register(selector, SelectionKey.OP_READ, from);
            ways.put(from, way);
        }
        boolean lost = isProtected() && up.lost();
        if (isProtected()) {
            seen = seen.feedback(lost ? 1 : 0);
        }
        if (!lost) {
            delay(way, sender);
        }
    }

    private void fromSender(SocketAddress receiver) {
        boolean lost = isProtected() && down.lost();
        if (isProtected() && (arrived.get(1) & 0xe0) != 0xc0) {
            boolean last = (arrived.get(1) & 0x80) != 0;
            int source = arrived.getInt(8);
            lost |= source == media && stolen(last) || source == repair && theft.get() == Theft.DONE;
            count(source, last, lost ? 1 : 0);
        }
        if (!lost) {
            delay(front, receiver);
        }
    }

    private boolean stolen(boolean last) {
        Theft now = theft.get();
        if (last && now == Theft.AT_NEXT_PICTURE) {
            theft.compareAndSet(now, Theft.NOW);
        } else if (last && now == Theft.NOW) {
            theft.compareAndSet(now, Theft.DONE);
        }
        return now == Theft.NOW;
    }

    private void count(int source, boolean last, int lost) {
        if (source == repair) {
            seen = seen.repair(lost);
        } else if (source == media) {
            seen = seen.media(lost);
            if (last) {
                long now = System.nanoTime();
                seen = seen.picture(seen.pictures > 0 && now - pictureNanos > STALL_NANOS);
                pictureNanos = now;
            }
        }
    }

    /** Whether what arrived is SRTP or SRTCP (RFC 7983). */
    private boolean isProtected() {
        return arrived.remaining() >= 12 && (arrived.get(0) & 0xc0) == 0x80;
    }

    private void delay(DatagramChannel by, SocketAddress to) {
        byte[] packet = new byte[arrived.remaining()];
        arrived.get(0, packet);
        delayed.add(new Delayed(System.nanoTime() + loss.oneWayNanos(), packet, by, to));
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
