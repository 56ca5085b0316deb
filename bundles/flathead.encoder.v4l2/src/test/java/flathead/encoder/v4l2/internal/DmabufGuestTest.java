package flathead.encoder.v4l2.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.EncoderSettings;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.Memory;
import flathead.api.Pool;
import flathead.api.VideoFormat;
import flathead.testkit.Collector;
import flathead.testkit.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pictures in the memory of somebody else, a DMA heap of the kernel, are encoded without being copied. */
@Tag("guest")
@Timeout(60)
class DmabufGuestTest {
    private static final VideoFormat VGA = new VideoFormat(Codec.I420, 640, 480, 30);
    private static final long HEAP_ALLOC = 0xc0184800L;
    private static final int BUFFERS = 8;

    private final List<Integer> descriptors = new ArrayList<>();
    private final int heap = check(Libc.open("/dev/dma_heap/system", Layout.O_RDWR | Layout.O_CLOEXEC));

    private static int check(int answer) {
        if (answer < 0) {
            throw new AssertionError("the DMA heap: " + Libc.strerror(Native.getLastError()));
        }
        return answer;
    }

    @AfterEach
    void close() {
        descriptors.forEach(Libc::close);
        Libc.close(heap);
    }

    private Memory allocate() {
        int luma = VGA.width() * VGA.height();
        long size = luma * 3L / 2;
        try (com.sun.jna.Memory request = new com.sun.jna.Memory(24)) {
            request.clear();
            request.setLong(0, size);
            request.setInt(12, Layout.O_RDWR | Layout.O_CLOEXEC);
            check(Libc.ioctl(heap, HEAP_ALLOC, Pointer.nativeValue(request)));
            int descriptor = request.getInt(8);
            descriptors.add(descriptor);
            long address = Libc.mmap(0, size, Layout.PROT_READ_WRITE, Layout.MAP_SHARED, descriptor, 0);
            assertTrue(address != -1, "mapped");
            ByteBuffer all = new Pointer(address).getByteBuffer(0, size);
            return new Memory(new ByteBuffer[] {all.slice(0, luma), all.slice(luma, luma / 4),
                all.slice(luma + luma / 4, luma / 4)}, new int[] {VGA.width(), VGA.width() / 2, VGA.width() / 2},
                descriptor);
        }
    }

    @Test
    void itComesOutAsWhatWasCopied() throws MediaException {
        List<Memory> shared = new ArrayList<>();
        for (int i = 0; i < BUFFERS; i++) {
            shared.add(allocate());
        }
        List<byte[]> imported = encode(Pool.ofFrames(VGA, shared, index -> { }), true);
        List<byte[]> copied = encode(Pool.ofFrames(VGA, BUFFERS), false);
        assertEquals(12, imported.size());
        for (int i = 0; i < imported.size(); i++) {
            assertEquals(ByteBuffer.wrap(copied.get(i)), ByteBuffer.wrap(imported.get(i)), "picture " + i);
        }
        System.out.println("guest: 12 dma-bufs were read where they lie, with the same result as copies");
    }

    private static List<byte[]> encode(Pool<Frame> pool, boolean imports) throws MediaException {
        Collector out = new Collector();
        out.keep();
        List<byte[]> units = new ArrayList<>();
        try (V4l2Encoder encoder = (V4l2Encoder) Vicodec.factory().open(VGA, new EncoderSettings(1_000_000, 0), out)) {
            for (int i = 0; i < 12; i++) {
                try (Frame frame = pool.tryTake()) {
                    Frames.fill(frame, i);
                    frame.set(i, i * 33_333_333L);
                    assertTrue(encoder.offer(frame));
                }
            }
            assertTrue(encoder.drain(10_000_000_000L));
            assertEquals(imports, encoder.imports());
            assertEquals(null, out.failure());
            out.kept().forEach(each -> {
                byte[] bytes = new byte[((EncodedFrame) each).size()];
                ((EncodedFrame) each).data().get(0, bytes);
                units.add(bytes);
            });
        }
        out.release();
        assertEquals(0, pool.inFlight());
        return units;
    }
}
