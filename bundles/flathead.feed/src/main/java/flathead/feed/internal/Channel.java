package flathead.feed.internal;

import flathead.api.Frame;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pictures of a camera, or of a pair, for those who read them; a map while there is one. Its monitor guards it.
 * Pictures come by one thread at a time, and allocate nothing but where their size changes.
 */
final class Channel {
    private static final Logger LOG = LoggerFactory.getLogger(Channel.class);
    private static final Reader[] NOBODY = {};

    private final Kind kind;
    private final String name;
    private final Maps maps;
    private final WallClock wall;
    private final byte[] beginning;
    private Reader[] readers = NOBODY;
    private Ring ring;
    /** The size for which no map could be made. */
    private Layout refused;
    private volatile boolean wanted;

    /** What it carries. */
    enum Kind {
        /** One picture at a time. */
        CAMERA,
        /** Two at a time. */
        PAIR;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Makes maps. */
    @FunctionalInterface
    interface Maps {
        /** Any thread. */
        Ring make(Frame left, Frame right) throws IOException;
    }

    Channel(Kind kind, String name, Maps maps, WallClock wall) {
        this.kind = kind;
        this.name = name;
        this.maps = maps;
        this.wall = wall;
        beginning = Messages.picture(kind, name);
    }

    Kind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    /** Whether somebody reads it. */
    boolean wanted() {
        return wanted;
    }

    synchronized void add(Reader reader) {
        if (Arrays.asList(readers).contains(reader)) {
            return;
        }
        readers = Arrays.copyOf(readers, readers.length + 1);
        readers[readers.length - 1] = reader;
        wanted = true;
        if (ring != null) {
            reader.tell(Messages.map(kind, name, ring));
        }
    }

    synchronized void remove(Reader reader) {
        readers = Arrays.stream(readers).filter(each -> each != reader).toArray(Reader[]::new);
        if (readers.length == 0) {
            end();
        }
    }

    /** Nothing comes any more, or nobody reads. */
    synchronized void end() {
        wanted = false;
        readers = NOBODY;
        refused = null;
        drop();
    }

    /** The next picture gets a new map. */
    synchronized void renew() {
        refused = null;
        drop();
    }

    private void drop() {
        if (ring != null) {
            ring.close();
            ring = null;
        }
    }

    /**
     * A picture, or two, lent for the call.
     *
     * @param right null if there is one
     * @param rightNanos when that was captured
     */
    synchronized void offer(Frame left, Frame right, long leftNanos, long rightNanos, long sequence) {
        if (!wanted || !hasRing(left, right)) {
            return;
        }
        int slot = ring.begin();
        long wallNanos = wall.nanos(); // one for both, so that their skew is the same in UTC
        ring.write(slot, 0, left, leftNanos, wallNanos);
        if (right != null) {
            ring.write(slot, 1, right, rightNanos, wallNanos);
        }
        ring.end(slot);
        for (Reader reader : readers) {
            reader.picture(beginning, slot, sequence);
        }
    }

    private boolean hasRing(Frame left, Frame right) {
        if (ring != null && fits(ring.layout(), left, right)) {
            return true;
        }
        if (refused != null && fits(refused, left, right)) {
            return false;
        }
        drop();
        refused = null;
        try {
            ring = maps.make(left, right);
        } catch (IOException e) {
            refused = Layout.of(left.format(), right == null ? null : right.format(), 1);
            LOG.error("{}: no map for {}, {}: {}; its readers get no pictures", Feed.PID, name, left.format(),
                e.toString());
            return false;
        }
        byte[] message = Messages.map(kind, name, ring);
        for (Reader reader : readers) {
            reader.tell(message);
        }
        return true;
    }

    private static boolean fits(Layout layout, Frame left, Frame right) {
        return layout.fits(left.format(), right == null ? null : right.format());
    }
}
