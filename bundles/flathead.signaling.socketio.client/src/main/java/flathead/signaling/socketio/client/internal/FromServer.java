package flathead.signaling.socketio.client.internal;

import flathead.signaling.Candidate;
import org.json.JSONObject;

/**
 * An event of the server's, parsed.
 *
 * @param kind what it is
 * @param cameraId of which camera; null where it is not told
 * @param text the description or the message; null for a candidate
 * @param candidate null but for a candidate
 */
record FromServer(Kind kind, String cameraId, String text, Candidate candidate) {
    /** What a server says. */
    enum Kind {
        /** The answer to an offer. */
        ANSWER,
        /** A further candidate. */
        CANDIDATE,
        /** An offer or something else about a camera was refused. */
        ERROR
    }

    /** An event that cannot be understood; the message says why. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    static FromServer answer(Object... payload) throws Malformed {
        JSONObject json = object(payload);
        JSONObject answer = json.optJSONObject("answer");
        String sdp = answer == null ? null : answer.optString("sdp", null);
        if (sdp == null) {
            throw new Malformed("it has no answer.sdp");
        }
        return new FromServer(Kind.ANSWER, cameraId(json), sdp, null);
    }

    static FromServer candidate(Object... payload) throws Malformed {
        JSONObject json = object(payload);
        JSONObject candidate = json.optJSONObject("candidate");
        if (candidate == null) {
            throw new Malformed("it has no candidate");
        }
        return new FromServer(Kind.CANDIDATE, cameraId(json), null, new Candidate(
            candidate.optString("candidate", ""), candidate.optString("sdpMid", null),
            candidate.optInt("sdpMLineIndex", -1)));
    }

    static FromServer error(Object... payload) throws Malformed {
        JSONObject json = object(payload);
        return new FromServer(Kind.ERROR, json.optString("cameraId", null), json.optString("message", "no reason told"),
            null);
    }

    private static JSONObject object(Object... payload) throws Malformed {
        if (payload.length > 0 && payload[0] instanceof JSONObject json) {
            return json;
        }
        throw new Malformed("its payload is not an object");
    }

    private static String cameraId(JSONObject json) throws Malformed {
        String cameraId = json.optString("cameraId", null);
        if (cameraId == null) {
            throw new Malformed("it has no cameraId");
        }
        return cameraId;
    }
}
