package flathead.feed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program is told of what comes and goes. */
@Timeout(60)
class HubTest {
    private final WallClock wall = new WallClock();

    private Channel camera(String name) {
        return new Channel(Channel.Kind.CAMERA, name, (left, right) -> {
            throw new AssertionError("no picture comes");
        }, wall);
    }

    @Test
    void aCameraThatIsThereAnewIsNotGone(@TempDir Path folder) throws IOException {
        Hub hub = new Hub();
        Server server = new Server(folder.resolve("socket"), hub, () -> { }, wall);
        try (Program program = new Program(folder.resolve("socket"), true)) {
            program.await("feed", 1);
            Channel before = camera("left");
            Channel after = camera("left");
            hub.add(before);
            hub.add(after);
            hub.remove(before);
            hub.remove(after);
            hub.add(camera("rear"));
            program.await("there", 3);
            assertEquals(List.of("there left", "there left", "gone left", "there rear"), program.heard.stream().skip(1)
                .map(each -> each.getString("event") + " " + each.getString("camera")).toList());
        } finally {
            server.close();
        }
    }
}
