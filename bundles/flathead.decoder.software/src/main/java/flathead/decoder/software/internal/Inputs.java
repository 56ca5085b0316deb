package flathead.decoder.software.internal;

import flathead.api.EncodedFrame;
import flathead.api.Pool;
import java.nio.ByteBuffer;

/** Where access units lie, looked up once for each buffer of a pool. Not thread-safe. */
final class Inputs {
    private final ByteBuffer[] known = new ByteBuffer[Pool.MAX_SIZE];
    private final long[] addresses = new long[Pool.MAX_SIZE];

    long address(EncodedFrame unit) {
        int index = unit.index();
        if (known[index] != unit.data()) {
            known[index] = unit.data();
            addresses[index] = Avcodec.address(unit.data());
        }
        return addresses[index];
    }
}
