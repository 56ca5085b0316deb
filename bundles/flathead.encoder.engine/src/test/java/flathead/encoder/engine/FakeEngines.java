package flathead.encoder.engine;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Engines that hold pictures back, lose some, break, or refuse, as a test says. Each access unit is its number. */
final class FakeEngines implements Engines {
    /** How many pictures an engine holds before one comes out. */
    int delay;
    /** Whether an open engine takes another rate. */
    boolean changesRate = true;
    /** The number of the picture at which an engine breaks. */
    long breaksAt = Long.MAX_VALUE;
    /** The number of a picture of which nothing comes out. */
    long loses = -1;
    /** Bytes in an access unit. */
    int unitSize = 64;
    /** Whether no more can be opened. */
    boolean refuses;
    /** The rates at which engines were opened or set, in order. */
    final List<Integer> rates = new ArrayList<>();
    /** How many are open. */
    int open;

    @Override
    public Engine open(VideoFormat format, int bitsPerSecond) throws MediaException {
        if (refuses) {
            throw new MediaException("fake cannot encode " + format + " at " + bitsPerSecond + " bit/s: refused");
        }
        open++;
        rates.add(bitsPerSecond);
        return new FakeEngine();
    }

    @Override
    public String library() {
        return "fake";
    }

    @Override
    public long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct.duplicate().clear()));
    }

    private record Unit(long number, boolean idr) {
    }

    private final class FakeEngine implements Engine {
        private final Queue<Unit> inside = new ArrayDeque<>();
        private boolean first = true;
        private boolean finished;
        private Unit current;

        @Override
        public void send(Planes picture, long number, boolean idr) throws MediaException {
            if (finished || number >= breaksAt) {
                throw new MediaException("fake broke at picture " + number);
            }
            if (number != loses) {
                inside.add(new Unit(number, idr || first));
            }
            first = false;
        }

        @Override
        public boolean receive() {
            current = inside.size() > (finished ? 0 : delay) ? inside.remove() : null;
            return current != null;
        }

        @Override
        public long number() {
            return current.number();
        }

        @Override
        public boolean keyframe() {
            return current.idr();
        }

        @Override
        public int size() {
            return unitSize;
        }

        @Override
        public void copyTo(long address) {
            new Pointer(address).setMemory(0, unitSize, (byte) current.number());
        }

        @Override
        public boolean bitrate(int bitsPerSecond) {
            if (changesRate) {
                rates.add(bitsPerSecond);
            }
            return changesRate;
        }

        @Override
        public boolean finish() {
            finished = delay > 0;
            return finished;
        }

        @Override
        public void close() {
            open--;
        }
    }
}
