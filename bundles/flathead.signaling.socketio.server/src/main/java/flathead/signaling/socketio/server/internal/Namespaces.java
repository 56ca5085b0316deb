package flathead.signaling.socketio.server.internal;

/**
 * In which namespaces a client is talked to: in {@value #STREAM}, where it is a client, and maybe in {@value #ROOT}.
 *
 * <p>Senders of the system that Flathead replaces listen in {@value #ROOT} but join {@value #STREAM} alone, so that
 * they never learn that they are connected, and never offer. Therefore a client that has offered nothing for
 * {@value #PATIENCE_MILLIS} ms, and did not join {@value #ROOT} by itself, is told that it has joined that too, and
 * from then on hears everything in both. Clients that know nothing of {@value #ROOT} pass over it.
 *
 * <p>It must not come before the client's own call to connect has returned: python-socketio fails where it finds more
 * namespaces than it asked for. That call returns when the handler of {@code connect} has, for which it waits a second;
 * hence the time. What has not reached the client yet counts too, and so it is asked for a sign of life first.
 *
 * <p>Owns neither thread nor clock; any thread. {@link Way} is called without a lock.
 */
final class Namespaces {
    static final String STREAM = "/stream";
    static final String ROOT = "/";
    /** How long a client has to offer by itself. */
    static final long PATIENCE_MILLIS = 1_200;

    private final Way way;
    private Stage stage = Stage.WAITING;
    private int joins;
    private boolean inRoot;
    private boolean offeredInRoot;

    Namespaces(Way way) {
        this.way = way;
    }

    private enum Stage {
        /** For an offer. */
        WAITING,
        /** For a sign of life. */
        PROBING,
        /** {@value #ROOT} was joined for the client. */
        OPENED,
        /** The client does without. */
        SETTLED
    }

    /** What is done for a client. */
    interface Way {
        /** Calls {@code what} once, after so many milliseconds; never from inside this method. */
        void after(long millis, Runnable what);

        /** Asks the client for a sign of life; {@link Namespaces#signOfLife} tells it. */
        void probe();

        /** Joins {@value #ROOT} for the client; {@link Namespaces#rootJoined} tells it, from inside this method. */
        void openRoot();
    }

    /** The client has joined {@value #STREAM}. */
    void streamJoined() {
        way.after(PATIENCE_MILLIS, this::waited);
    }

    private void waited() {
        if (goes(Stage.WAITING, Stage.PROBING)) {
            way.probe();
        }
    }

    /** The client answered a ping. */
    void signOfLife() {
        if (goes(Stage.PROBING, Stage.OPENED)) {
            way.openRoot();
        }
    }

    private synchronized boolean goes(Stage from, Stage to) {
        boolean there = stage == from;
        if (there) {
            stage = to;
        }
        return there;
    }

    /** The client offered, or tried to. */
    synchronized void offered(String namespace) {
        settle();
        offeredInRoot |= namespace.equals(ROOT);
    }

    /** Nothing more is done for the client, such as when it has gone. */
    synchronized void settle() {
        if (stage != Stage.OPENED) {
            stage = Stage.SETTLED;
        }
    }

    /** {@value #ROOT} was joined, by the client or for it. Answers whether that was allowed: each may once. */
    synchronized boolean rootJoined() {
        settle();
        joins++;
        inRoot = true;
        return joins <= (stage == Stage.OPENED ? 2 : 1);
    }

    /** The client has left {@value #ROOT}. */
    synchronized void rootLeft() {
        inRoot = false;
    }

    /** Whether what is said to the client is said in {@value #ROOT} too. */
    synchronized boolean areBoth() {
        return inRoot && (stage == Stage.OPENED || offeredInRoot);
    }
}
