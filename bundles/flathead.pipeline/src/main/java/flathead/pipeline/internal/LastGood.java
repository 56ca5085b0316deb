package flathead.pipeline.internal;

import java.io.IOException;
import java.util.Dictionary;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A configuration as it was when it was last good, to be put back when another one is refused: ConfigurationAdmin takes
 * whatever is written, and what it holds should be what runs. Not thread-safe.
 */
final class LastGood {
    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

    private final ConfigurationAdmin admin;
    private final String pid;
    private Dictionary<String, Object> good;
    private boolean restoring;

    LastGood(ConfigurationAdmin admin, String pid) {
        this.admin = admin;
        this.pid = pid;
    }

    /**
     * What is configured now is good. It is kept as it is stored, with its placeholders.
     *
     * @return whether it is what {@link #restore()} put back
     */
    boolean keep() {
        if (restoring) {
            restoring = false;
            return true;
        }
        try {
            Configuration now = find();
            good = now == null ? null : now.getProperties();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("{}: not kept: {}", pid, e.getMessage());
        }
        return false;
    }

    /** Puts the last good one back, once until something good comes: two who disagree must not chase each other. */
    void restore() {
        if (good == null || restoring) {
            return;
        }
        try {
            Configuration now = find();
            if (now != null) {
                restoring = true;
                now.update(good);
            }
        } catch (IOException | IllegalStateException e) {
            restoring = false;
            LOG.warn("{}: the last good settings could not be written back: {}", pid, e.getMessage());
        }
    }

    private Configuration find() throws IOException {
        try {
            Configuration[] found = admin.listConfigurations("(service.pid=" + pid + ")");
            return found == null ? null : found[0];
        } catch (InvalidSyntaxException e) {
            throw new IOException(e);
        }
    }
}
