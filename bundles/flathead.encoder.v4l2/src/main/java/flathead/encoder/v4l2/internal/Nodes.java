package flathead.encoder.v4l2.internal;

import flathead.api.MediaException;
import java.util.List;

/** The video devices that there are. Any thread. */
interface Nodes {
    /** Their paths, by number. */
    List<String> paths();

    /**
     * Opens one.
     *
     * @throws MediaException naming the path and the reason
     */
    Node open(String path) throws MediaException;

    /** What an error number means, for a log. */
    default String error(int negative) {
        return "error " + -negative;
    }
}
