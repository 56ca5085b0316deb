package flathead.webrtc.rtp.internal.transport;

import flathead.signaling.IceServer;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Component;

/**
 * Asks the STUN and TURN servers for candidates, each on a thread of its own, which ends when the server has answered
 * or will not. Looking up a name may take longer than the whole session; nobody waits for it.
 */
final class Gathering implements AutoCloseable {
    private final Component component;
    private final Surroundings around;
    private final List<ServerUrl> urls = new ArrayList<>();
    private final List<Gatherer> gatherers = new CopyOnWriteArrayList<>();
    /** Those whose answer can be expected soon. */
    private final Set<ServerUrl> awaited = ConcurrentHashMap.newKeySet();
    private final AtomicInteger pending = new AtomicInteger();
    private volatile boolean closed;

    /**
     * Asks nobody yet.
     *
     * @param component with its host candidates
     */
    Gathering(Component component, Surroundings around) {
        this.component = component;
        this.around = around;
        for (IceServer server : around.terms().servers()) {
            for (String url : server.urls()) {
                add(server, url);
            }
        }
        pending.set(urls.size());
        urls.stream().filter(url -> !around.news().keepsWaiting(url.text())).forEach(awaited::add);
    }

    private void add(IceServer server, String url) {
        try {
            ServerUrl read = ServerUrl.of(server, url);
            if (read.secure() && !read.turn()) {
                around.news().trouble(url, "cannot be used: STUN is spoken over UDP only");
            } else if (read.secure() && !read.tcp()) {
                around.news().trouble(url, "cannot be used: TURN is not spoken over DTLS, but over UDP, TCP and TLS");
            } else if (read.turn() || around.reflexive()) {
                urls.add(read);
            }
        } catch (IllegalArgumentException e) {
            around.news().trouble(url, e.getMessage());
        }
    }

    /** Begins. */
    void start() {
        for (ServerUrl url : urls) {
            Thread thread = new Thread(() -> ask(url), around.name() + "-" + url.host());
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void ask(ServerUrl url) {
        try {
            boolean four = component.getLocalCandidates().stream()
                .anyMatch(each -> each.getTransportAddress().getAddress() instanceof Inet4Address);
            InetAddress address = url.address(four);
            TransportAddress server = new TransportAddress(address, url.port(), Transport.UDP);
            around.loop().sockets().forEach(socket -> socket.admit(new InetSocketAddress(address, url.port())));
            Gatherer gatherer = url.turn() ? new TurnGatherer(url, server, around)
                : new StunGatherer(url, server, around);
            gatherers.add(gatherer);
            if (closed) {
                gatherer.close();
            }
            gatherer.harvest(component);
            gatherer.tell();
        } catch (UnknownHostException e) {
            around.news().trouble(url.text(), "cannot be found: no address is known for " + url.host());
        } finally {
            pending.decrementAndGet();
            awaited.remove(url);
            around.loop().wake();
        }
    }

    /** Whether somebody has not answered yet of whom an answer can be expected soon. */
    boolean awaits() {
        return !awaited.isEmpty();
    }

    /** Nobody is waited for any more. */
    void late() {
        awaited.forEach(url -> around.news().late(url.text()));
        awaited.clear();
    }

    /** Whether no further candidate will come. */
    boolean complete() {
        return pending.get() == 0;
    }

    /**
     * Keeps what servers lent. The loop's thread.
     *
     * @return nanoseconds until it wants to be called again
     */
    long turn(long nowNanos) {
        long wait = Long.MAX_VALUE;
        for (int i = 0; i < gatherers.size(); i++) {
            wait = Math.min(wait, gatherers.get(i).turn(nowNanos));
        }
        return wait;
    }

    /** Ends the threads soon, and gives back what servers lent; the ports must be open still. */
    @Override
    public void close() {
        closed = true;
        gatherers.forEach(Gatherer::close);
    }
}
