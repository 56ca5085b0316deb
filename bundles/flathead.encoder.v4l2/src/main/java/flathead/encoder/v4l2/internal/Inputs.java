package flathead.encoder.v4l2.internal;

import flathead.api.Frame;
import flathead.api.Memory;
import flathead.api.VideoFormat;

/** The buffers for raw pictures: which are free, and which hold somebody's picture. One thread. */
final class Inputs {
    private final Session session;
    private final Picture picture;
    private final Frame[] held;
    private final int[] descriptors;
    private final boolean[] busy;

    Inputs(Session session, VideoFormat in) {
        this.session = session;
        this.picture = new Picture(in, session.layout(), session.stride(), session.lines());
        int count = session.inputs().count();
        this.held = new Frame[count];
        this.descriptors = new int[count];
        this.busy = new boolean[count];
    }

    /** Whether a picture could be read where it lies, at least by a device that is set up for its stride. */
    boolean wantsImport(Frame frame) {
        return frame.memory().dmabuf() != Memory.NO_DMABUF && frame.format().codec() == session.layout()
            && (fits(frame) || !session.imports() && frame.memory().stride(0) != session.stride());
    }

    /** Whether a picture lies as the device, as it is set up, wants it. */
    boolean fits(Frame frame) {
        return picture.importable(frame);
    }

    /** A free buffer, rather the one that had the same dma-buf before; -1 if there is none. */
    int free(Frame frame) {
        int any = -1;
        for (int i = 0; i < busy.length; i++) {
            if (!busy[i]) {
                if (!session.imports() || descriptors[i] == frame.memory().dmabuf()) {
                    return i;
                }
                any = any < 0 ? i : any;
            }
        }
        return any;
    }

    /** Fills a buffer and gives it to the driver; if that is a dma-buf, the picture's reference passes to this. */
    int queue(int index, Frame frame, long micros) {
        Queue queue = session.inputs();
        boolean imports = session.imports();
        if (!imports) {
            picture.copy(frame.memory(), queue.memory(index));
        }
        int error = queue.queue(index, session.size(), micros, imports ? frame.memory().dmabuf() : 0);
        if (error >= 0) {
            busy[index] = true;
            if (imports) {
                held[index] = frame;
                descriptors[index] = frame.memory().dmabuf();
            }
        }
        return error;
    }

    /** The driver is done with a buffer. */
    void done(int index) {
        busy[index] = false;
        Frame frame = held[index];
        if (frame != null) {
            held[index] = null;
            frame.close();
        }
    }

    /** The driver has none any more. */
    void releaseAll() {
        for (int i = 0; i < busy.length; i++) {
            done(i);
        }
    }
}
