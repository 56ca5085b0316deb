package flathead.webrtc.libwebrtc.internal;

import flathead.api.MediaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The border to webrtc-java's native code. Down, it reports what libwebrtc refuses as a plain {@link Error}, which is
 * input and not a bug here. Up, an exception that leaves a callback ends the process, so none may.
 */
final class Natives {
    private static final Logger LOG = LoggerFactory.getLogger(Natives.class);
    private static final int LONGEST_LINE = 240;

    private Natives() {
    }

    /** A call into libwebrtc. */
    interface Call {
        void run();
    }

    /**
     * Calls down.
     *
     * @param what was asked, for the message
     * @throws MediaException with libwebrtc's words if it refuses
     */
    static void down(String what, Call call) throws MediaException {
        try {
            call.run();
        } catch (Throwable t) {
            if (t instanceof VirtualMachineError broken) {
                throw broken;
            }
            throw new MediaException(what + ": " + line(t), t);
        }
    }

    /** Runs a callback's body and lets nothing out. */
    static void up(Call body) {
        try {
            body.run();
        } catch (Throwable t) {
            LOG.error("a callback of libwebrtc failed", t);
        }
    }

    /** What was thrown, in one line of bounded length. */
    static String line(Throwable t) {
        String text = t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
        return line(text);
    }

    /** Text from outside, in one line of bounded length. */
    static String line(String text) {
        String cut = text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
