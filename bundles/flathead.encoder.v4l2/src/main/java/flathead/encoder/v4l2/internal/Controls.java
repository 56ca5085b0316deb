package flathead.encoder.v4l2.internal;

import com.sun.jna.Memory;

/** The settings of an open device. No driver has all of them: who sets one says what to do without. */
final class Controls implements AutoCloseable {
    private final Node node;
    private final Memory control = new Memory(Layout.CONTROL);

    Controls(Node node) {
        this.node = node;
    }

    /** Sets one; false if the driver lacks it or refuses the value. Allocates nothing. */
    boolean set(int id, int value) {
        control.setInt(0, id);
        control.setInt(Layout.CONTROL_VALUE, value);
        return node.ioctl(Layout.S_CTRL, control) >= 0;
    }

    /** Sets one to the value that comes nearest within its range; false if the driver lacks it. */
    boolean setNearest(int id, int value) {
        try (Memory query = new Memory(Layout.QUERY)) {
            query.clear();
            query.setInt(0, id);
            if (node.ioctl(Layout.QUERYCTRL, query) < 0
                    || (query.getInt(Layout.QUERY_FLAGS) & Layout.CTRL_DISABLED) != 0) {
                return false;
            }
            int least = query.getInt(Layout.QUERY_MINIMUM);
            int most = query.getInt(Layout.QUERY_MAXIMUM);
            return set(id, Math.max(least, Math.min(most, value)));
        }
    }

    @Override
    public void close() {
        control.close();
    }
}
