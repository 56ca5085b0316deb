package flathead.feed.internal;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is connected: one thread lets readers in, hears what they want and lets them go. Blocks for none of them. */
final class Server implements AutoCloseable {
    static final int MOST_READERS = 32;

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    /** Few messages fit into a socket, so that who reads late reads of new pictures and not of old ones. */
    private static final int SOCKET_BYTES = 4096;
    private static final int INPUT_BYTES = 4096;
    private static final long SECOND_MILLIS = 1_000;
    private static final long CLOSE_MILLIS = 5_000;

    private final Path path;
    private final Hub hub;
    private final Runnable wishesChanged;
    private final WallClock wall;
    private final ServerSocketChannel door;
    private final SelectionKey knocks;
    private final Selector selector;
    private final Thread thread;
    private final ByteBuffer in = ByteBuffer.allocateDirect(INPUT_BYTES);
    private boolean changed;
    /** Whether the last who knocked could not be let in. */
    private boolean shut;
    private volatile boolean dirty;
    private volatile boolean closed;

    /** Hears readers. */
    @FunctionalInterface
    interface Commands {
        /** A line of what a reader says, without its end. */
        void line(Reader reader, String text);
    }

    /**
     * Listens.
     *
     * @param wishesChanged called by its thread
     */
    Server(Path path, Hub hub, Runnable wishesChanged, WallClock wall) throws IOException {
        this.path = path;
        this.hub = hub;
        this.wishesChanged = wishesChanged;
        this.wall = wall;
        selector = Selector.open();
        door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            door.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            door.configureBlocking(false);
            knocks = door.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            door.close();
            selector.close();
            throw e;
        }
        thread = new Thread(this::run, "flathead-feed");
        thread.setDaemon(true);
        thread.start();
    }

    /** What is wanted is to be looked at anew, by the server's thread. Any thread. */
    void wishesMayHaveChanged() {
        dirty = true;
        selector.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(hub.size() > 0 || shut ? SECOND_MILLIS : 0);
                wall.look();
                if (shut) {
                    knocks.interestOps(SelectionKey.OP_ACCEPT);
                }
                round();
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.error("{}: the feed broke and is closed", Feed.PID, e);
        } finally {
            end();
        }
    }

    private void round() {
        changed = dirty;
        dirty = false;
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid() && key.isAcceptable()) {
                accept();
            } else if (key.attachment() instanceof Reader reader) {
                serve(key, reader);
            }
        }
        selector.selectedKeys().clear();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Reader reader && reader.broken()) {
                letGo(key, reader);
            }
        }
        if (changed) {
            wishesChanged.run();
        }
    }

    private void accept() {
        SocketChannel socket = letIn();
        if (socket == null) {
            return;
        }
        Reader reader = new Reader(socket);
        try {
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BYTES);
            reader.registered(socket.register(selector, SelectionKey.OP_READ, reader));
        } catch (IOException e) {
            reader.close();
            return;
        }
        hub.add(reader);
        if (hub.size() > MOST_READERS) {
            reader.refuse(MOST_READERS + " readers are connected already");
        }
    }

    /** Who knocks, or null. The process may have no descriptor left for one: then again in a second, or at an event. */
    private SocketChannel letIn() {
        try {
            SocketChannel socket = door.accept();
            shut = false;
            return socket;
        } catch (IOException e) {
            if (!shut) {
                LOG.warn("{}: nobody can be let in for now: {}", Feed.PID, e.toString());
            }
            shut = true;
            knocks.interestOps(0);
            return null;
        }
    }

    private void serve(SelectionKey key, Reader reader) {
        if (!key.isValid()) {
            return;
        }
        if (key.isWritable()) {
            reader.flush();
        }
        if (key.isReadable() && !reader.read(in, this::command)) {
            letGo(key, reader);
        }
    }

    private void command(Reader reader, String text) {
        if (text.isEmpty()) {
            return;
        }
        int space = text.indexOf(' ');
        String name = space < 0 ? "" : text.substring(space + 1).strip();
        for (Channel.Kind kind : Channel.Kind.values()) {
            if (space > 0 && text.substring(0, space).equals(kind.word()) && !name.isEmpty()
                    && name.length() <= Messages.LONGEST_NAME) {
                if (hub.wish(reader, kind, name)) {
                    changed = true;
                } else {
                    reader.refuse("more than " + Reader.MOST_WISHES + " cameras and pairs are wished for");
                }
                return;
            }
        }
        reader.refuse("that is not understood; allowed: camera <name>, camera *, pair <name>, pair *, with names of "
            + Messages.LONGEST_NAME + " characters at most");
    }

    private void letGo(SelectionKey key, Reader reader) {
        reader.close(); // from here on nobody else touches its key
        key.cancel();
        hub.remove(reader);
        if (reader.dropped() > 0) {
            LOG.debug("A reader of the feed was too slow for {} pictures", reader.dropped());
        }
        changed = true;
    }

    private void end() {
        List<SelectionKey> keys = new ArrayList<>(selector.keys());
        for (SelectionKey key : keys) {
            if (key.attachment() instanceof Reader reader) {
                letGo(key, reader);
            }
        }
        try {
            door.close();
            selector.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("{}: {} could not be closed: {}", Feed.PID, path, e.toString());
        }
        wishesChanged.run();
    }

    /** Lets go of everybody. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
