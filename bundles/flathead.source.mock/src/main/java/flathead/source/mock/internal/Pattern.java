package flathead.source.mock.internal;

import flathead.api.Frame;

/**
 * What the camera sees. Owns no thread and asks no clock: the same arguments paint the same picture. Painted on one
 * thread at a time; a pattern remembers what it painted into each slot of a pool, and so belongs to one pool.
 */
public interface Pattern {
    /**
     * Paints one picture, all but its stamp. Allocates nothing.
     *
     * @param frame of the format and the pool that the pattern was made for
     * @param sequence the picture's number
     * @param dueNanos the instant that motion is drawn for, on the monotonic clock; cameras that are due together see
     *     the same
     * @param wallMillis the local time of day, in milliseconds since a midnight
     */
    void paint(Frame frame, long sequence, long dueNanos, long wallMillis);
}
