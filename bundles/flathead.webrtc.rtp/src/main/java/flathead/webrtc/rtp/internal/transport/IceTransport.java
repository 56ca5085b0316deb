package flathead.webrtc.rtp.internal.transport;

import flathead.api.MediaException;
import flathead.api.NanoClock;
import java.beans.PropertyChangeEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidatePairState;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.CheckList;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.NominationStrategy;
import org.ice4j.ice.RemoteCandidate;

/**
 * One ICE agent with one component, its ports given to it. Remote candidates are taken before and after {@link #start}.
 * Any thread, but for {@link #turn}.
 */
final class IceTransport implements AutoCloseable {
    private static final String STREAM = "video";
    /** More than any host has; a flood of them would be a flood of checks. */
    private static final int MOST_REMOTE = 64;

    private final UdpLoop loop;
    private final List<UdpSocket> sockets;
    private final IceTerms terms;
    private final Listener listener;
    private final NanoClock clock;
    private final Nominator nominator;
    private final Gathering gathering;
    private final Trickle trickle = new Trickle();
    private final Agent agent = new Agent();
    private final IceMediaStream stream;
    private final Component component;
    private final Set<SocketAddress> known = ConcurrentHashMap.newKeySet();
    private final List<CandidateLine> early = new ArrayList<>();
    /** Once there is a way. */
    private volatile Consent consent;
    private boolean started;
    private int remotes;

    /** What the agent tells. Nothing of it may wait. */
    interface Listener {
        /** The description is due; answers with the candidates that are in it. In {@link #turn}, once. */
        List<String> iceGathered();

        /** A candidate of ours came later, as an attribute value. In {@link #turn}. */
        void iceCandidate(String candidate);

        /** There is a way. On a thread of ice4j's. */
        void iceConnected(Path path);

        /** The other side agreed to go on being sent to (RFC 7675). On a thread of ice4j's. */
        void iceConsented();

        /** No candidate pair works. On a thread of ice4j's. */
        void iceFailed();
    }

    /**
     * Makes the agent and its host candidates.
     *
     * @param name what threads that ask servers are named after
     * @param loop whose ports are used; it must call {@link #turn}
     * @throws MediaException if ice4j cannot
     */
    IceTransport(String name, UdpLoop loop, IceTerms terms, NanoClock clock, Listener listener) throws MediaException {
        this.loop = loop;
        this.sockets = List.copyOf(loop.sockets());
        this.terms = terms;
        this.listener = listener;
        this.clock = clock;
        agent.setControlling(terms.controlling());
        agent.setPerformConsentFreshness(false);
        agent.setUseDynamicPorts(false);
        agent.setNominationStrategy(NominationStrategy.NONE);
        agent.addCandidateHarvester(new HostHarvester(sockets, terms.policy()));
        nominator = new Nominator(agent, clock, terms.policy() == IcePolicy.RELAY ? 0 : Nominator.WAIT_NANOS);
        stream = agent.createMediaStream(STREAM);
        stream.addPairChangeListener(this::pairChanged);
        agent.addStateChangeListener(this::stateChanged);
        try {
            component = agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
        } catch (IOException | IllegalArgumentException e) {
            agent.free();
            throw new MediaException("ICE cannot use the ports " + sockets + ": " + e.getMessage(), e);
        }
        gathering = new Gathering(component, new Surroundings(name, loop, clock, this::found, terms));
    }

    /** Begins to ask the servers. */
    void gather() {
        gathering.start();
    }

    String ufrag() {
        return agent.getLocalUfrag();
    }

    String password() {
        return agent.getLocalPassword();
    }

    /** Ours, as attribute values, as far as they are found. */
    List<String> candidates() {
        return component.getLocalCandidates().stream().filter(this::told).map(CandidateLine::of).toList();
    }

    private boolean told(LocalCandidate candidate) {
        return candidate.getType() == CandidateType.RELAYED_CANDIDATE || terms.policy() == IcePolicy.ALL
            && candidate.getType() != CandidateType.PEER_REFLEXIVE_CANDIDATE;
    }

    /** Whether no further candidate of ours will come. */
    boolean complete() {
        return gathering.complete();
    }

    /** Any thread. */
    private void found(LocalCandidate candidate) {
        trickle.found(CandidateLine.of(candidate));
        synchronized (early) {
            if (started && candidate.getType() == CandidateType.RELAYED_CANDIDATE) {
                pair(candidate);
            }
        }
        loop.wake();
    }

    /** The pairs, as ice4j keeps them. */
    CheckList checks() {
        return stream.getCheckList();
    }

    /** ice4j pairs what comes late with remote candidates that come later still only. */
    private void pair(LocalCandidate candidate) {
        CheckList checks = checks();
        for (RemoteCandidate remote : component.getRemoteCandidates()) {
            synchronized (checks) {
                if (agent.getState() == IceProcessingState.RUNNING && candidate.canReach(remote)
                    && checks.findPairMatching(candidate, remote) == null) {
                    checks.add(new CandidatePair(candidate, remote));
                }
            }
        }
    }

    /**
     * Does what is due. The loop's thread.
     *
     * @return nanoseconds until it wants to be called again
     */
    long turn(long nowNanos) {
        Consent asked = consent;
        long kept = Math.min(gathering.turn(nowNanos), nominator.turn(nowNanos));
        kept = asked == null ? kept : Math.min(kept, asked.turn(nowNanos));
        long told = trickle.turn(nowNanos, gathering.awaits(), this::describe, listener::iceCandidate);
        return Math.min(kept, told);
    }

    private List<String> describe() {
        gathering.late();
        return listener.iceGathered();
    }

    /** Begins the checks. Without any remote candidate it waits for the other side's. */
    void start(String ufrag, String password, List<String> candidates) {
        stream.setRemoteUfrag(ufrag);
        stream.setRemotePassword(password);
        for (String candidate : candidates) {
            remoteCandidate(candidate);
        }
        synchronized (early) {
            for (CandidateLine line : early) {
                component.addRemoteCandidate(remote(line));
            }
            early.clear();
            started = true;
        }
        agent.startConnectivityEstablishment();
    }

    /** Adds a candidate of the other side's; false if it is of no use. */
    boolean remoteCandidate(String attribute) {
        CandidateLine line = CandidateLine.parse(attribute);
        if (line == null) {
            return false;
        }
        synchronized (early) {
            if (remotes == MOST_REMOTE) {
                return false;
            }
            remotes++;
            known.add(new InetSocketAddress(line.address(), line.port()));
            if (!started) {
                early.add(line);
                return true;
            }
        }
        component.addUpdateRemoteCandidates(remote(line));
        component.updateRemoteCandidates();
        return true;
    }

    private RemoteCandidate remote(CandidateLine line) {
        return new RemoteCandidate(new TransportAddress(line.address(), line.port(), Transport.UDP), component,
            line.type(), line.foundation(), line.priority(), null);
    }

    /** An authentic packet of the other side's came. The loop's thread. */
    void heard(long nowNanos) {
        Consent asked = consent;
        if (asked != null) {
            asked.heard(nowNanos);
        }
    }

    /**
     * Whether the other side named this address, or proved by a check that it is there. Either may be where it sends
     * from: it can have chosen another pair than ours is, whose check we never made.
     */
    boolean knows(SocketAddress address) {
        return known.contains(address);
    }

    /** What was tried, for a message. */
    String tried() {
        return component.getLocalCandidateCount() + " of our candidates and " + component.getRemoteCandidateCount()
            + " of the other side's";
    }

    private void pairChanged(PropertyChangeEvent event) {
        if (!(event.getSource() instanceof CandidatePair pair)) {
            return;
        }
        switch (event.getPropertyName()) {
            case IceMediaStream.PROPERTY_PAIR_STATE_CHANGED -> {
                // An address that nobody named gets into a pair by a check of the other side's, whose key was right.
                if (event.getNewValue() == CandidatePairState.WAITING
                    || event.getNewValue() == CandidatePairState.SUCCEEDED) {
                    known.add(plain(pair.getRemoteCandidate().getTransportAddress()));
                }
            }
            case IceMediaStream.PROPERTY_PAIR_VALIDATED -> {
                nominator.valid(pair);
                loop.wake();
            }
            default -> {
            }
        }
    }

    private void stateChanged(PropertyChangeEvent event) {
        if (event.getNewValue() == IceProcessingState.COMPLETED) {
            CandidatePair pair = component.getSelectedPair();
            if (pair != null) {
                consent = new Consent(clock.nanos(),
                    new ConsentCheck(agent, pair, STREAM, listener::iceConsented)::ask);
                listener.iceConnected(path(pair));
            }
        } else if (event.getNewValue() == IceProcessingState.FAILED) {
            listener.iceFailed();
        }
    }

    private Path path(CandidatePair pair) {
        LocalCandidate base = pair.getLocalCandidate();
        while (base.getBase() != base) {
            base = base.getBase();
        }
        InetSocketAddress remote = plain(pair.getRemoteCandidate().getTransportAddress());
        if (base instanceof Relayed relayed) {
            return new Path(relayed.port(), remote);
        }
        InetSocketAddress local = plain(base.getTransportAddress());
        for (UdpSocket socket : sockets) {
            if (socket.local().equals(local)) {
                return new Path(socket, remote);
            }
        }
        throw new IllegalStateException("ICE chose " + base + ", which is none of " + sockets);
    }

    /** ice4j's addresses compare by transport too. */
    private static InetSocketAddress plain(TransportAddress address) {
        return new InetSocketAddress(address.getAddress(), address.getPort());
    }

    /** Ends the checks and ice4j's use of the ports. May be called again. */
    @Override
    public void close() {
        gathering.close();
        agent.free();
    }
}
