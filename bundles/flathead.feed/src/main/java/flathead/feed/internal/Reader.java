package flathead.feed.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * A program that is connected. What it is told waits here if its socket is full; that a picture is there it is told at
 * once or not at all. Nothing blocks, and pictures allocate nothing. Any thread, but for what says otherwise.
 */
final class Reader {
    private static final int ROOM = 64 * 1024;
    private static final int LONGEST_LINE = 1024;
    static final int MOST_WISHES = 256;
    private static final byte[] SEQUENCE = ",\"sequence\":".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel socket;
    private final ByteBuffer out = ByteBuffer.allocateDirect(ROOM);
    private final byte[] digits = new byte[20];
    private SelectionKey key;
    private boolean broken;
    private boolean leaves;
    private long dropped;
    /** By the server's thread alone. */
    private final byte[] line = new byte[LONGEST_LINE];
    private int length;
    /** Guarded by the hub. */
    private final Set<String> wishes = new HashSet<>();

    /** @param socket connected, not blocking */
    Reader(SocketChannel socket) {
        this.socket = socket;
    }

    synchronized void registered(SelectionKey with) {
        key = with;
    }

    /** Whether it is to be let go of. */
    synchronized boolean broken() {
        return broken || leaves && out.position() == 0;
    }

    synchronized long dropped() {
        return dropped;
    }

    /** It wants that. False if it wants too much. */
    boolean wish(Channel.Kind kind, String name) {
        wishes.add(kind.word() + " " + name);
        return wishes.size() <= MOST_WISHES;
    }

    boolean wishes(Channel.Kind kind, String name) {
        return wishes.contains(kind.word() + " " + name) || wishes.contains(kind.word() + " *");
    }

    /** Tells what it must know. A reader that lets too much of that wait is let go of. */
    synchronized void tell(byte[] message) {
        if (!broken && !leaves) {
            if (out.remaining() < message.length) {
                breaks();
                return;
            }
            out.put(message);
            flush();
        }
    }

    /** Tells it why, and lets go of it once that is sent, or cannot be. */
    synchronized void refuse(String why) {
        tell(Messages.error(why));
        leaves = true;
        wake();
    }

    /** Tells that a picture is there, if it has read what came before. */
    synchronized void picture(byte[] beginning, int slot, long sequence) {
        if (broken || leaves) {
            return;
        }
        if (out.position() > 0) {
            flush();
        }
        if (broken || out.position() > 0) {
            dropped++;
            return;
        }
        out.put(beginning);
        number(slot);
        out.put(SEQUENCE);
        number(sequence);
        out.put((byte) '}').put((byte) '\n');
        flush();
    }

    private void number(long value) {
        int at = digits.length;
        long rest = value;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        out.put(digits, at, digits.length - at);
    }

    /** Writes what it can. */
    synchronized void flush() {
        if (broken) {
            return;
        }
        try {
            socket.write(out.flip());
            out.compact();
        } catch (IOException e) {
            breaks();
            return;
        }
        if (key != null && key.isValid()) {
            boolean waits = out.position() > 0;
            int wanted = SelectionKey.OP_READ | (waits ? SelectionKey.OP_WRITE : 0);
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
                wake();
            }
        }
    }

    private void breaks() {
        broken = true;
        out.clear();
        wake();
    }

    private void wake() {
        if (key != null) {
            key.selector().wakeup();
        }
    }

    /**
     * Reads what it says, by the server's thread.
     *
     * @param in for what is read
     * @return false if nothing more comes
     */
    boolean read(ByteBuffer in, Server.Commands commands) {
        try {
            int count = socket.read(in.clear());
            if (count < 0) {
                return false;
            }
            in.flip();
        } catch (IOException e) {
            return false;
        }
        while (in.hasRemaining() && !leaving()) {
            byte next = in.get();
            if (next == '\n') {
                commands.line(this, new String(Arrays.copyOf(line, length), StandardCharsets.UTF_8).strip());
                length = 0;
            } else if (length == line.length) {
                refuse("a line is longer than " + LONGEST_LINE + " bytes");
            } else {
                line[length++] = next;
            }
        }
        return true;
    }

    private synchronized boolean leaving() {
        return leaves || broken;
    }

    void close() {
        synchronized (this) {
            broken = true;
        }
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone one way or the other
        }
    }
}
