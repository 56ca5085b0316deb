package flathead.session.internal;

import flathead.signaling.IceServer;
import flathead.signaling.IceServers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What sessions are made with; read anew for each. Any thread.
 *
 * @param stacks those that run
 * @param forms to try, in this order
 * @param iceServers those that are configured
 */
record Terms(Stacks stacks, Supplier<List<Form>> forms, Supplier<List<IceServers>> iceServers) {
    /** All servers that are configured, then these. */
    static List<IceServer> iceServers(List<IceServers> configured, List<IceServer> named) {
        List<IceServer> all = new ArrayList<>();
        configured.forEach(each -> all.addAll(each.list()));
        all.addAll(named);
        return List.copyOf(all);
    }
}
