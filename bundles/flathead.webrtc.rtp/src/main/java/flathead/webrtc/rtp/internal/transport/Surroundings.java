package flathead.webrtc.rtp.internal.transport;

import flathead.api.NanoClock;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.ice4j.ice.LocalCandidate;

/**
 * What a {@link Gatherer} works with.
 *
 * @param name what threads are named after
 * @param loop the ports
 * @param clock the time
 * @param found hears of each candidate at once
 * @param terms of the session
 */
record Surroundings(String name, UdpLoop loop, NanoClock clock, Consumer<LocalCandidate> found, IceTerms terms) {
    /** Whether it is of use to know what address the world sees. */
    boolean reflexive() {
        return terms.policy() == IcePolicy.ALL;
    }

    /** Hears what the server does. */
    ServerNews news() {
        return terms.news();
    }

    /** Makes TLS connections. */
    SSLSocketFactory tls() {
        return terms.tls().get();
    }
}
