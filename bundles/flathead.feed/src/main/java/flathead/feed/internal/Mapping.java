package flathead.feed.internal;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a mapping back at once. The JDK does so only when it collects the buffer, which may take hours where little is
 * allocated; a deleted file keeps its room on the disk, or in memory, until then.
 */
final class Mapping {
    private static final Logger LOG = LoggerFactory.getLogger(Mapping.class);

    private Mapping() {
    }

    /** Nobody in this process may look at the buffer any more. Where the JDK does not let us, it is collected later. */
    static void end(ByteBuffer map) {
        try {
            Class<?> unsafe = ClassLoader.getPlatformClassLoader().loadClass("sun.misc.Unsafe");
            Field only = unsafe.getDeclaredField("theUnsafe");
            only.setAccessible(true);
            Method end = unsafe.getMethod("invokeCleaner", ByteBuffer.class);
            end.invoke(only.get(null), map);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("{}: a map is left to the garbage collector: {}", Feed.PID, e.toString());
        }
    }
}
