package flathead.feed.internal;

import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** A feed without a framework, in a folder of its own, and what is wished of its cameras. */
final class Rig implements AutoCloseable {
    final Path storage;
    final Feed feed;
    final Map<String, Integer> limits = new ConcurrentHashMap<>();

    Rig(Object... settings) throws IOException {
        storage = Files.createTempDirectory("feed");
        Map<String, Object> properties = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i].toString(), settings[i + 1]);
        }
        feed = new Feed(context(storage), properties);
    }

    static BundleContext context(Path storage) {
        return (BundleContext) Proxy.newProxyInstance(Rig.class.getClassLoader(), new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> method.getName().equals("getProperty")
                && arguments[0].equals(Constants.FRAMEWORK_STORAGE) ? storage.toString() : null);
    }

    Path folder() {
        return storage.resolve("feed");
    }

    Path socket() {
        return folder().resolve("socket");
    }

    VideoSink.Outlet open(String name, VideoFormat format) throws MediaException {
        return feed.open(new StreamId(name, "robot", name, 1), format, new Feedback() {
            @Override
            public void requestKeyframe() {
                throw new AssertionError("a decoder asks for itself");
            }

            @Override
            public void limitBitrate(int bitsPerSecond) {
                limits.put(name, bitsPerSecond);
            }
        });
    }

    boolean paused(String name) {
        return limits.get(name) == Feedback.NOTHING;
    }

    List<Path> maps() {
        try (Stream<Path> all = Files.list(folder())) {
            return all.filter(each -> each.toString().endsWith(".map")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static boolean offer(VideoSink.Outlet outlet, Frame frame) {
        try (frame) {
            return outlet.offer(frame);
        }
    }

    @Override
    public void close() throws IOException {
        feed.deactivate();
        try (Stream<Path> all = Files.walk(storage)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
