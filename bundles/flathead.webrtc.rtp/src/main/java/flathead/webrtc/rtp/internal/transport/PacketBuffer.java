package flathead.webrtc.rtp.internal.transport;

import org.jitsi.utils.ByteArrayBuffer;

/** Shows an array to jitsi-srtp, without a copy. One instance serves many packets. */
final class PacketBuffer implements ByteArrayBuffer {
    private byte[] data;
    private int offset;
    private int length;

    PacketBuffer on(byte[] newData, int newOffset, int newLength) {
        data = newData;
        offset = newOffset;
        length = newLength;
        return this;
    }

    @Override
    public byte[] getBuffer() {
        return data;
    }

    @Override
    public int getOffset() {
        return offset;
    }

    @Override
    public int getLength() {
        return length;
    }

    @Override
    public void setLength(int newLength) {
        length = newLength;
    }

    @Override
    public void setOffset(int newOffset) {
        offset = newOffset;
    }

    @Override
    public boolean isInvalid() {
        return data == null || offset < 0 || length < 0 || offset + length > data.length;
    }

    @Override
    public void readRegionToBuff(int from, int count, byte[] target) {
        System.arraycopy(data, offset + from, target, 0, count);
    }

    @Override
    public void grow(int more) {
        if (offset + length + more > data.length) {
            throw new IllegalStateException("no room for " + more + " bytes after " + length);
        }
    }

    @Override
    public void append(byte[] more, int count) {
        grow(count);
        System.arraycopy(more, 0, data, offset + length, count);
        length += count;
    }

    @Override
    public void shrink(int less) {
        length -= less;
    }
}
