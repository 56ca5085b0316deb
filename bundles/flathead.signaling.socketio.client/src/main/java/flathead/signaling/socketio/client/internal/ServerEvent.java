package flathead.signaling.socketio.client.internal;

import flathead.signaling.Candidate;
import org.json.JSONObject;

/** What the server may say. Takes whatever JSON can say; answers an event or throws {@link Malformed}, nothing else. */
sealed interface ServerEvent {
    /** The answer to an offer. */
    record Answer(String cameraId, String sdp) implements ServerEvent {
    }

    /** A further candidate of the server's. */
    record RemoteCandidate(String cameraId, Candidate candidate) implements ServerEvent {
    }

    /** An offer is refused. */
    record Refused(String cameraId, String message) implements ServerEvent {
    }

    /** Something that we sent could not be processed; it does not say what. */
    record Failed(String message) implements ServerEvent {
    }

    /** Nothing that needs doing. */
    record Other() implements ServerEvent {
    }

    /** An event of the server's is malformed. */
    final class Malformed extends Exception {
        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads one event.
     *
     * @param name of the event
     * @param arguments what came with it, as org.json has it; only the first is looked at
     */
    static ServerEvent parse(String name, Object... arguments) throws Malformed {
        Object payload = arguments.length == 0 ? null : arguments[0];
        switch (name) {
            case "answer": {
                JSONObject event = object("the payload", payload);
                return new Answer(text("cameraId", event.opt("cameraId")),
                    text("answer.sdp", object("answer", event.opt("answer")).opt("sdp")));
            }
            case "ice-candidate": {
                JSONObject event = object("the payload", payload);
                return new RemoteCandidate(text("cameraId", event.opt("cameraId")), candidate(event));
            }
            case "error": {
                JSONObject event = object("the payload", payload);
                return new Refused(text("cameraId", event.opt("cameraId")),
                    Text.shown(event.optString("message", "no reason given")));
            }
            case "exception":
                return new Failed(Text.shown(payload instanceof JSONObject event
                    ? event.optString("message", "no reason given") : "no reason given"));
            default:
                return new Other();
        }
    }

    private static Candidate candidate(JSONObject event) throws Malformed {
        if (event.has("candidate") && event.isNull("candidate")) {
            return new Candidate("", null, -1);
        }
        JSONObject candidate = object("candidate", event.opt("candidate"));
        String mid = candidate.isNull("sdpMid") ? null : text("candidate.sdpMid", candidate.opt("sdpMid"));
        int index = candidate.opt("sdpMLineIndex") instanceof Integer number && number >= 0 ? number : -1;
        return new Candidate(text("candidate.candidate", candidate.opt("candidate")), mid, index);
    }

    private static JSONObject object(String what, Object value) throws Malformed {
        if (value instanceof JSONObject object) {
            return object;
        }
        throw new Malformed(what + " is no object");
    }

    private static String text(String what, Object value) throws Malformed {
        if (value instanceof String text) {
            return text;
        }
        throw new Malformed(what + " is no text");
    }

    /** Text of the server's in our logs. */
    final class Text {
        private static final int LONGEST = 200;

        private Text() {
        }

        /** Short and on one line. */
        static String shown(String text) {
            String line = text.replaceAll("[^\\P{C}]|[\\u2028\\u2029]", "?");
            return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
        }
    }
}
