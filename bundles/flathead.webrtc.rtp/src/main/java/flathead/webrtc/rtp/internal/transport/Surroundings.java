package flathead.webrtc.rtp.internal.transport;

import flathead.api.NanoClock;
import java.util.function.Consumer;
import org.ice4j.ice.LocalCandidate;

/**
 * What a {@link Gatherer} works with.
 *
 * @param loop the ports
 * @param reflexive whether it is of use to know what address the world sees
 * @param clock the time
 * @param found hears of each candidate at once
 * @param news hears what the server does
 */
record Surroundings(UdpLoop loop, boolean reflexive, NanoClock clock, Consumer<LocalCandidate> found,
    ServerNews news) {
}
