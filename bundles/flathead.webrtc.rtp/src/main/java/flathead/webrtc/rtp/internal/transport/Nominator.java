package flathead.webrtc.rtp.internal.transport;

import flathead.api.NanoClock;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidateType;

/**
 * Chooses among the ways that work, if our side is to: the first one; but one through a relay only when no direct one
 * has come up for a while. (ice4j's own strategy for that leaves a thread behind each time.)
 */
final class Nominator {
    /** A direct way's first checks may get lost. */
    static final long WAIT_NANOS = 800_000_000;

    private final Agent agent;
    private final NanoClock clock;
    private final long waitNanos;
    /** Guarded by this, as all below. */
    private CandidatePair relayed;
    private long due;
    private boolean chosen;

    /** With the time that a relay must wait, 0 where there is nothing better to wait for. */
    Nominator(Agent agent, NanoClock clock, long waitNanos) {
        this.agent = agent;
        this.clock = clock;
        this.waitNanos = waitNanos;
    }

    /** A pair was proved to work; {@link #turn} is due then. Any thread. */
    void valid(CandidatePair pair) {
        if (!agent.isControlling()) {
            return;
        }
        synchronized (this) {
            if (chosen) {
                return;
            }
            if (isRelayed(pair) && waitNanos > 0) {
                if (relayed == null) {
                    relayed = pair;
                    due = clock.nanos() + waitNanos;
                }
                return;
            }
            chosen = true;
        }
        agent.nominate(pair);
    }

    private static boolean isRelayed(CandidatePair pair) {
        return pair.getLocalCandidate().getType() == CandidateType.RELAYED_CANDIDATE
            || pair.getRemoteCandidate().getType() == CandidateType.RELAYED_CANDIDATE;
    }

    /**
     * Chooses what is due. The loop's thread.
     *
     * @return nanoseconds until it wants to be called again
     */
    long turn(long nowNanos) {
        synchronized (this) {
            if (chosen || relayed == null) {
                return Long.MAX_VALUE;
            }
            if (nowNanos - due < 0) {
                return due - nowNanos;
            }
            chosen = true;
        }
        if (agent.isControlling()) {
            agent.nominate(relayed);
        }
        return Long.MAX_VALUE;
    }
}
