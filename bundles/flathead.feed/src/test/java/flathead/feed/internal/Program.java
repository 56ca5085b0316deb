package flathead.feed.internal;

import flathead.testkit.Await;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A reader of the feed as another process is one: it has the socket and the maps. */
final class Program implements AutoCloseable {
    final SocketChannel socket;
    final List<JsonObject> heard = new CopyOnWriteArrayList<>();
    volatile boolean ended;

    /** @param reads whether it reads what it is told */
    Program(Path at, boolean reads) throws IOException {
        socket = SocketChannel.open(UnixDomainSocketAddress.of(at));
        if (reads) {
            Thread thread = new Thread(this::read, "program");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(Channels.newReader(socket, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard.add(Json.createReader(new StringReader(line)).readObject());
            }
        } catch (IOException e) {
            // closed, by one side or the other
        } finally {
            ended = true;
        }
    }

    void say(String line) throws IOException {
        say((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void say(byte[] bytes) throws IOException {
        for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining();) {
            socket.write(rest);
        }
    }

    List<JsonObject> heard(Predicate<JsonObject> which) {
        return heard.stream().filter(which).toList();
    }

    List<JsonObject> heard(String event) {
        return heard(each -> each.getString("event").equals(event));
    }

    /** The last message of that kind, once there are so many. */
    JsonObject await(String event, int count) {
        Await.until(() -> count + " of " + event + ": " + heard, java.time.Duration.ofSeconds(20),
            () -> heard(event).size() >= count);
        return heard(event).get(count - 1);
    }

    static ByteBuffer map(JsonObject message) throws IOException {
        try (FileChannel file = FileChannel.open(Path.of(message.getString("map")))) {
            return file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
