package flathead.webrtc.rtp.internal.transport;

import flathead.api.NanoClock;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ice4j.BaseStunMessageEvent;
import org.ice4j.StunException;
import org.ice4j.StunMessageEvent;
import org.ice4j.StunResponseEvent;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.ChannelNumberAttribute;
import org.ice4j.attribute.DataAttribute;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.attribute.XorPeerAddressAttribute;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RelayedCandidate;
import org.ice4j.ice.ServerReflexiveCandidate;
import org.ice4j.ice.harvest.TurnCandidateHarvest;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.ice4j.message.Response;
import org.ice4j.socket.RelayedCandidateDatagramSocket;
import org.ice4j.stack.TransactionID;

/**
 * One allocation (RFC 8656): ice4j asks for it, authenticates and makes the messages; what ice4j leaves out is here, as
 * its own timer never comes to refresh anything. Threads of ice4j's, and the loop's.
 */
final class Allocation extends TurnCandidateHarvest implements RelayPort.Server {
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** After a refresh that nobody answered. */
    private static final long RETRY_NANOS = 5_000_000_000L;
    private static final int MOST_ANSWERED = 256;
    private static final long NEVER = Long.MAX_VALUE;

    private final TurnGatherer gatherer;
    private final StunPort carrier;
    private final NanoClock clock;
    private volatile RelayPort port;
    /** Of the allocation; 0 where there is none. */
    private volatile long refreshMillis;
    private volatile long due;
    private volatile boolean ended;
    private boolean asked;
    /** Guarded by itself. */
    private final Map<TransactionID, Boolean> answered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TransactionID, Boolean> eldest) {
            return size() > MOST_ANSWERED;
        }
    };

    /** Asks for nothing yet. */
    Allocation(TurnGatherer gatherer, HostCandidate host, StunPort carrier, NanoClock clock) {
        super(gatherer, host);
        this.gatherer = gatherer;
        this.carrier = carrier;
        this.clock = clock;
    }

    private InetSocketAddress server() {
        return new InetSocketAddress(harvester.stunServer.getAddress(), harvester.stunServer.getPort());
    }

    /** What was refused by TURN may still tell what address the world sees. */
    @Override
    protected Request createRequestToStartResolvingCandidate() {
        if (ended || asked && !gatherer.reflexive()) {
            return null;
        }
        asked = true;
        return super.createRequestToStartResolvingCandidate();
    }

    @Override
    protected boolean addCandidate(LocalCandidate candidate) {
        boolean added = super.addCandidate(candidate);
        if (added) {
            gatherer.found(candidate);
        }
        return added;
    }

    @Override
    protected ServerReflexiveCandidate createServerReflexiveCandidate(TransportAddress address) {
        return gatherer.reflexive() ? super.createServerReflexiveCandidate(address) : null;
    }

    @Override
    protected RelayedCandidate createRelayedCandidate(TransportAddress address, TransportAddress mapped) {
        RelayPort opened = new RelayPort(new InetSocketAddress(address.getAddress(), address.getPort()), carrier,
            server(), this, clock);
        port = opened;
        carrier.add(opened);
        // What comes from an address without a channel of its own.
        harvester.getStunStack().addIndicationListener(hostCandidate.getTransportAddress(), this::indicated);
        return new Relayed(address, this, mapped, opened);
    }

    private void indicated(StunMessageEvent event) {
        Message message = event.getMessage();
        if (message.getMessageType() == Message.DATA_INDICATION && server().equals(plain(event.getRemoteAddress()))
            && message.getAttribute(Attribute.XOR_PEER_ADDRESS) instanceof XorPeerAddressAttribute peer
            && message.getAttribute(Attribute.DATA) instanceof DataAttribute data) {
            gatherer.around().loop().arrived(port, data.getData(), plain(peer.getAddress(message.getTransactionID())));
        }
    }

    private static InetSocketAddress plain(TransportAddress address) {
        return new InetSocketAddress(address.getAddress(), address.getPort());
    }

    /** Called with the lifetime that the server has given, and with 0 at the end. */
    @Override
    protected void setSendKeepAliveMessageInterval(long lifetimeMillis) {
        due = clock.nanos() + lifetimeMillis / 2 * NANOS_PER_MILLI;
        refreshMillis = lifetimeMillis / 2;
        gatherer.around().loop().wake();
    }

    /**
     * Refreshes what is due.
     *
     * @return nanoseconds until something is
     */
    long turn(long nowNanos) {
        RelayPort opened = port;
        if (ended || opened == null || refreshMillis == 0) {
            return NEVER;
        }
        if (nowNanos - due >= 0) {
            due = nowNanos + RETRY_NANOS;
            try {
                sendKeepAliveMessage();
            } catch (StunException e) {
                gatherer.trouble("cannot be reached: " + e.getMessage());
            }
        }
        return Math.min(due - nowNanos, opened.turn(nowNanos));
    }

    @Override
    public void bind(char number, InetSocketAddress peer) {
        TransactionID transaction = TransactionID.createNewTransactionID();
        transaction.setApplicationData(number);
        try {
            sendRequest(MessageFactory.createChannelBindRequest(number,
                new TransportAddress(peer.getAddress(), peer.getPort(), Transport.UDP), transaction.getBytes()), false,
                transaction);
        } catch (StunException e) {
            gatherer.trouble("cannot be reached: " + e.getMessage());
        }
    }

    @Override
    public void processResponse(StunResponseEvent event) {
        synchronized (answered) {
            answered.put(event.getTransactionID(), true);
        }
        super.processResponse(event);
    }

    /** ice4j starts a request's timer after it has sent it; an answer that comes in between does not stop it. */
    @Override
    protected void processFailure(BaseStunMessageEvent event) {
        synchronized (answered) {
            if (answered.remove(event.getTransactionID()) != null) {
                return;
            }
        }
        super.processFailure(event);
    }

    @Override
    protected void processSuccess(Response response, Request request, TransactionID transaction) {
        super.processSuccess(response, request, transaction);
        if (response.getMessageType() == Message.CHANNELBIND_RESPONSE) {
            port.bound(channel(request));
        }
    }

    @Override
    protected boolean processErrorOrFailure(Response response, Request request, TransactionID transaction) {
        if (ended || request == null) {
            return false;
        }
        switch (request.getMessageType()) {
            // Some of the other side's addresses may be none that this server relays to; that is no trouble.
            case Message.CHANNELBIND_REQUEST -> port.unbound(channel(request));
            case Message.ALLOCATE_REQUEST -> gatherer.trouble(refusal("relays nothing", response));
            case Message.REFRESH_REQUEST -> gatherer.trouble(refusal("ends its relaying", response));
            default -> {
            }
        }
        return false;
    }

    private String refusal(String what, Response response) {
        if (response == null) {
            return "does not answer";
        }
        if (response.getAttribute(Attribute.ERROR_CODE) instanceof ErrorCodeAttribute error) {
            String reason = error.getReasonPhrase();
            return what + " for the user \"" + gatherer.user() + "\": " + (int) error.getErrorCode()
                + (reason == null ? "" : " " + reason.strip().replaceAll("\\p{Cntrl}", "?"));
        }
        return what;
    }

    private static char channel(Request request) {
        return ((ChannelNumberAttribute) request.getAttribute(Attribute.CHANNEL_NUMBER)).getChannelNumber();
    }

    /** Gives back what the server lent. */
    void end() {
        boolean lent = port != null && !ended;
        ended = true;
        if (lent) {
            close((RelayedCandidateDatagramSocket) null);
        }
        completedResolvingCandidate(null, null);
    }
}
