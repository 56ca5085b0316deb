package flathead.webrtc.rtp.internal.transport;

import java.io.IOException;
import org.ice4j.ResponseCollector;
import org.ice4j.StunResponseEvent;
import org.ice4j.StunTimeoutEvent;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidateType;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.ice4j.message.Response;
import org.ice4j.stack.StunStack;
import org.ice4j.stack.TransactionID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for consent over the chosen pair, with a check as ICE makes them (RFC 8445, section 7.1). ice4j would do so by
 * itself, but always as often; it sends, repeats and matches these.
 */
final class ConsentCheck implements ResponseCollector {
    /** Repetitions come after 200, 400 and 400 ms. */
    private static final int FIRST_WAIT_MILLIS = 200;
    private static final int LONGEST_WAIT_MILLIS = 400;
    private static final int MOST_REPETITIONS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(ConsentCheck.class);

    private final Agent agent;
    private final StunStack stack;
    private final CandidatePair pair;
    private final String media;
    private final Runnable agreed;

    /**
     * @param pair that ICE chose
     * @param media name of ice4j's stream
     * @param agreed is told of an answer, on a thread of ice4j's
     */
    ConsentCheck(Agent agent, CandidatePair pair, String media, Runnable agreed) {
        this.agent = agent;
        this.stack = agent.getStunStack();
        this.pair = pair;
        this.media = media;
        this.agreed = agreed;
    }

    /** Asks once. What cannot be sent is not answered, which tells the same. Any thread. */
    void ask() {
        String user = agent.generateLocalUserName(media);
        if (user == null) {
            return;
        }
        Request request = MessageFactory.createBindingRequest();
        request.putAttribute(AttributeFactory.createPriorityAttribute(
            pair.getLocalCandidate().computePriorityForType(CandidateType.PEER_REFLEXIVE_CANDIDATE)));
        if (agent.isControlling()) {
            request.putAttribute(AttributeFactory.createIceControllingAttribute(agent.getTieBreaker()));
            if (pair.isNominated()) {
                request.putAttribute(AttributeFactory.createUseCandidateAttribute());
            }
        } else {
            request.putAttribute(AttributeFactory.createIceControlledAttribute(agent.getTieBreaker()));
        }
        request.putAttribute(AttributeFactory.createUsernameAttribute(user));
        MessageIntegrityAttribute integrity = AttributeFactory.createMessageIntegrityAttribute(user);
        integrity.setMedia(media);
        request.putAttribute(integrity);
        try {
            stack.sendRequest(request, pair.getRemoteCandidate().getTransportAddress(),
                pair.getLocalCandidate().getBase().getTransportAddress(), this,
                TransactionID.createNewTransactionID(), FIRST_WAIT_MILLIS, LONGEST_WAIT_MILLIS, MOST_REPETITIONS);
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("consent cannot be asked for", e);
        }
    }

    @Override
    public void processResponse(StunResponseEvent event) {
        if (event.getResponse().getMessageType() == Response.BINDING_SUCCESS_RESPONSE
            && event.getRemoteAddress().equals(pair.getRemoteCandidate().getTransportAddress())) {
            agreed.run();
        } else {
            LOG.debug("no consent from {}: {}", event.getRemoteAddress(), event.getResponse());
        }
    }

    @Override
    public void processTimeout(StunTimeoutEvent event) {
        // Liveness tells.
    }
}
