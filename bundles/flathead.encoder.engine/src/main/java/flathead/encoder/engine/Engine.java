package flathead.encoder.engine;

import flathead.api.MediaException;

/**
 * An open native encoder of one size, without B-pictures, that makes its first picture an IDR and others only on
 * demand. Used by one thread at a time.
 */
public interface Engine extends AutoCloseable {
    /**
     * Hands in a picture, which is read within the call.
     *
     * @param picture where its planes lie
     * @param number a serial number, which its access unit will carry
     * @param idr whether it has to be an IDR
     * @throws MediaException if the engine broke
     */
    void send(Planes picture, long number, boolean idr) throws MediaException;

    /**
     * Moves to the next access unit. It stays valid until the next call.
     *
     * @return false if there is none yet
     * @throws MediaException if the engine broke
     */
    boolean receive() throws MediaException;

    /** The serial number of the picture in the access unit. */
    long number();

    /** Whether the access unit is an IDR. */
    boolean keyframe();

    /** Bytes in the access unit. */
    int size();

    /** Copies the access unit, {@link #size()} bytes, to a native address. */
    void copyTo(long address);

    /**
     * Changes the mean rate from the next picture on.
     *
     * @return false if it cannot, and has to be opened again for that
     */
    boolean bitrate(int bitsPerSecond);

    /**
     * Asks for what is still inside, with {@link #receive()}; nothing can be sent afterwards.
     *
     * @return false if nothing is ever inside, and this changed nothing
     * @throws MediaException if the engine broke
     */
    boolean finish() throws MediaException;

    /** Frees it. Once. */
    @Override
    void close();
}
