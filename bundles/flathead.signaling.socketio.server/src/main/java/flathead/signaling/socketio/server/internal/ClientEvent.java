package flathead.signaling.socketio.server.internal;

import flathead.signaling.Candidate;

/** What a client may say, once it is found to be well formed. */
sealed interface ClientEvent {
    /** A session is offered. */
    record Offer(String cameraId, String sdp) implements ClientEvent {
    }

    /** A further candidate of the client's. */
    record RemoteCandidate(String cameraId, Candidate candidate) implements ClientEvent {
    }

    /** A camera is taken back. */
    record DisconnectCamera(String cameraId) implements ClientEvent {
    }

    /** The client wants to know what is connected. */
    record StatsRequest() implements ClientEvent {
    }

    /** An event that this protocol does not know. */
    record Unknown(String name) implements ClientEvent {
    }
}
