package flathead.api;

import org.osgi.annotation.versioning.ConsumerType;

/** An open encoder or decoder: takes pictures and makes others of them, in the order of input. */
@ConsumerType
public interface Coder extends FrameInput, Link {
    /**
     * Waits until everything that was taken has come out. By the thread that offers.
     *
     * @param nanos the longest wait
     * @return false if something is still inside
     */
    boolean drain(long nanos);
}
