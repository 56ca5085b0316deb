package flathead.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks monitors for their status. */
public final class Statuses {
    private static final Logger LOG = LoggerFactory.getLogger(Statuses.class);

    private Statuses() {
    }

    /** Of all that can tell, in their order; one that fails does not take the others with it. */
    public static <M, S> List<S> of(Collection<M> monitors, Function<M, S> status) {
        List<S> told = new ArrayList<>();
        for (M monitor : monitors) {
            try {
                told.add(status.apply(monitor));
            } catch (RuntimeException e) {
                LOG.warn("a stream or a pair cannot tell its status: {}", e.toString());
            }
        }
        return told;
    }
}
