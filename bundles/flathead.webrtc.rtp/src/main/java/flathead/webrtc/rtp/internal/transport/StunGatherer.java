package flathead.webrtc.rtp.internal.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ice4j.StunResponseEvent;
import org.ice4j.TransportAddress;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.harvest.StunCandidateHarvest;
import org.ice4j.ice.harvest.StunCandidateHarvester;

/** ice4j's harvester of server-reflexive candidates; it tells each at once, and can be ended. */
final class StunGatherer extends StunCandidateHarvester implements Gatherer {
    private final ServerUrl url;
    private final Surroundings around;
    private final List<Harvest> harvests = new CopyOnWriteArrayList<>();
    private volatile boolean answered;
    private volatile boolean closed;

    StunGatherer(ServerUrl url, TransportAddress server, Surroundings around) {
        super(server);
        this.url = url;
        this.around = around;
    }

    @Override
    protected StunCandidateHarvest createHarvest(HostCandidate host) {
        if (closed) {
            return null;
        }
        Harvest harvest = new Harvest(host);
        harvests.add(harvest);
        return harvest;
    }

    @Override
    public void tell() {
        if (answered) {
            around.news().works(url.text());
        } else if (!closed) {
            around.news().trouble(url.text(), "does not answer");
        }
    }

    @Override
    public void close() {
        closed = true;
        harvests.forEach(Harvest::end);
    }

    private final class Harvest extends StunCandidateHarvest {
        Harvest(HostCandidate host) {
            super(StunGatherer.this, host);
        }

        @Override
        protected boolean addCandidate(LocalCandidate candidate) {
            boolean added = super.addCandidate(candidate);
            if (added) {
                around.found().accept(candidate);
            }
            return added;
        }

        @Override
        public void processResponse(StunResponseEvent event) {
            answered |= event.getResponse().isSuccessResponse();
            super.processResponse(event);
        }

        void end() {
            completedResolvingCandidate(null, null);
        }
    }
}
