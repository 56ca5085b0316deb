package flathead.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a thread has allocated so far. */
public final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {
    }

    /** Bytes that the calling thread has allocated on the heap since it started; asking allocates nothing. */
    public static long ofThisThread() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Bytes that a live thread has allocated on the heap since it started; -1 if it has ended. */
    public static long of(Thread thread) {
        return THREADS.getThreadAllocatedBytes(thread.getId());
    }
}
