package flathead.webrtc.rtp.internal.transport;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What STUN and TURN servers do, told to the log when it changes: sessions are tried again and again, and a network
 * without internet is a normal one. Any thread.
 */
public final class ServerNews {
    private static final Logger LOG = LoggerFactory.getLogger(ServerNews.class);

    private final Map<String, String> troubles = new ConcurrentHashMap<>();
    private final Set<String> late = ConcurrentHashMap.newKeySet();

    /** It is of no use, and why. */
    void trouble(String url, String what) {
        if (!what.equals(troubles.put(url, what))) {
            LOG.warn("{} {}; sessions look for other ways", url, what);
        }
    }

    /** It did its part. */
    void works(String url) {
        late.remove(url);
        if (troubles.remove(url) != null) {
            LOG.info("{} is of use again", url);
        }
    }

    /** A session waited for it in vain. */
    void late(String url) {
        late.add(url);
    }

    /** Whether one that waits for it is likely to do so in vain, as the last time. */
    boolean keepsWaiting(String url) {
        return late.contains(url) || troubled(url);
    }

    /** Whether it was of no use the last time. */
    boolean troubled(String url) {
        return troubles.containsKey(url);
    }

    /** Why it was of no use the last time; null if it was. */
    String of(String url) {
        return troubles.get(url);
    }
}
