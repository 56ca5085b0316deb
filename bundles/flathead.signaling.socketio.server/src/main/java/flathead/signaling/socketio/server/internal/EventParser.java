package flathead.signaling.socketio.server.internal;

import flathead.signaling.Candidate;
import flathead.signaling.care.Printable;
import org.json.JSONArray;
import org.json.JSONObject;

/**
 * Reads a client's events. Takes whatever JSON can say; answers an event or throws {@link RefusedEvent}, nothing else.
 */
final class EventParser {
    /** The longest name of a camera, in characters. */
    static final int LONGEST_CAMERA_ID = 64;
    private static final int LONGEST_CANDIDATE = 1024;
    private static final int LONGEST_MID = 64;
    private static final int MOST_SECTIONS = 65_535;

    private EventParser() {
    }

    /**
     * Reads one event.
     *
     * @param name of the event
     * @param arguments what came with it, as org.json has it; only the first is looked at
     */
    static ClientEvent parse(String name, Object... arguments) throws RefusedEvent {
        Object payload = arguments.length == 0 ? null : arguments[0];
        return switch (name) {
            case "offer" -> offer(object(null, "the payload", payload));
            case "ice-candidate" -> candidate(object(null, "the payload", payload));
            case "disconnect-camera" ->
                new ClientEvent.DisconnectCamera(cameraId(object(null, "the payload", payload)));
            case "stats" -> new ClientEvent.StatsRequest();
            default -> new ClientEvent.Unknown(name);
        };
    }

    private static ClientEvent offer(JSONObject payload) throws RefusedEvent {
        String cameraId = cameraId(payload);
        JSONObject offer = object(cameraId, "offer", payload.opt("offer"));
        String type = text(cameraId, "offer.type", offer.opt("type"));
        if (!type.equals("offer")) {
            throw new RefusedEvent(cameraId, "offer.type is \"" + Printable.of(type) + "\"; \"offer\" is needed");
        }
        String sdp = text(cameraId, "offer.sdp", offer.opt("sdp"));
        if (sdp.isBlank()) {
            throw new RefusedEvent(cameraId, "offer.sdp is empty");
        }
        return new ClientEvent.Offer(cameraId, sdp);
    }

    private static ClientEvent candidate(JSONObject payload) throws RefusedEvent {
        String cameraId = cameraId(payload);
        if (payload.has("candidate") && payload.isNull("candidate")) {
            return new ClientEvent.RemoteCandidate(cameraId, new Candidate("", null, -1));
        }
        JSONObject candidate = object(cameraId, "candidate", payload.opt("candidate"));
        String attribute = text(cameraId, "candidate.candidate", candidate.opt("candidate"));
        if (attribute.length() > LONGEST_CANDIDATE) {
            throw new RefusedEvent(cameraId, "candidate.candidate has " + attribute.length()
                + " characters; at most " + LONGEST_CANDIDATE + " are allowed");
        }
        return new ClientEvent.RemoteCandidate(cameraId,
            new Candidate(attribute, mid(cameraId, candidate), index(cameraId, candidate)));
    }

    private static String mid(String cameraId, JSONObject candidate) throws RefusedEvent {
        if (candidate.isNull("sdpMid")) {
            return null;
        }
        String mid = text(cameraId, "candidate.sdpMid", candidate.opt("sdpMid"));
        if (mid.length() > LONGEST_MID) {
            throw new RefusedEvent(cameraId, "candidate.sdpMid has " + mid.length() + " characters; at most "
                + LONGEST_MID + " are allowed");
        }
        return mid;
    }

    private static int index(String cameraId, JSONObject candidate) throws RefusedEvent {
        if (candidate.isNull("sdpMLineIndex")) {
            return -1;
        }
        if (candidate.opt("sdpMLineIndex") instanceof Integer index && index >= 0 && index <= MOST_SECTIONS) {
            return index;
        }
        throw new RefusedEvent(cameraId, "candidate.sdpMLineIndex is not a whole number within 0.." + MOST_SECTIONS);
    }

    private static String cameraId(JSONObject payload) throws RefusedEvent {
        String id = text(null, "cameraId", payload.opt("cameraId"));
        boolean fits = id.length() <= LONGEST_CAMERA_ID && !id.isBlank() && Printable.prints(id);
        if (!fits) {
            throw new RefusedEvent(null, "cameraId is \"" + Printable.of(id) + "\"; 1 to " + LONGEST_CAMERA_ID
                + " printable characters are allowed");
        }
        return id;
    }

    private static JSONObject object(String cameraId, String what, Object value) throws RefusedEvent {
        if (value instanceof JSONObject object) {
            return object;
        }
        throw new RefusedEvent(cameraId, what + " is " + kind(value) + "; an object is needed");
    }

    private static String text(String cameraId, String what, Object value) throws RefusedEvent {
        if (value instanceof String text) {
            return text;
        }
        throw new RefusedEvent(cameraId, what + " is " + kind(value) + "; a text is needed");
    }

    private static String kind(Object value) {
        if (value == null || JSONObject.NULL.equals(value)) {
            return "missing or null";
        }
        if (value instanceof JSONObject) {
            return "an object";
        }
        if (value instanceof JSONArray) {
            return "a list";
        }
        if (value instanceof String) {
            return "a text";
        }
        if (value instanceof Number) {
            return "a number";
        }
        return value instanceof Boolean ? "a truth value" : "no JSON value";
    }
}
