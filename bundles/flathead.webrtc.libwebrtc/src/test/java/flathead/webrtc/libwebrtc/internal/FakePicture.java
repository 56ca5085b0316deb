package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.media.video.I420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrameBuffer;
import java.nio.ByteBuffer;

/** A picture outside of libwebrtc, with any strides; its pixels tell where they are. */
final class FakePicture implements I420Buffer {
    int released;

    private final int width;
    private final int height;
    private final int padding;
    private final ByteBuffer luma;
    private final ByteBuffer blue;
    private final ByteBuffer red;

    FakePicture(int width, int height, int padding) {
        this.width = width;
        this.height = height;
        this.padding = padding;
        luma = plane(width, height, 0);
        blue = plane((width + 1) / 2, (height + 1) / 2, 1);
        red = plane((width + 1) / 2, (height + 1) / 2, 2);
    }

    private ByteBuffer plane(int w, int h, int index) {
        // As short as a plane may be: without padding behind its last line.
        ByteBuffer plane = ByteBuffer.allocateDirect((w + padding) * (h - 1) + w);
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                plane.put(y * (w + padding) + x, pixel(index, x, y));
            }
        }
        return plane;
    }

    static byte pixel(int plane, int x, int y) {
        return (byte) (plane * 89 + x * 3 + y * 7);
    }

    @Override
    public ByteBuffer getDataY() {
        return luma;
    }

    @Override
    public ByteBuffer getDataU() {
        return blue;
    }

    @Override
    public ByteBuffer getDataV() {
        return red;
    }

    @Override
    public int getStrideY() {
        return width + padding;
    }

    @Override
    public int getStrideU() {
        return (width + 1) / 2 + padding;
    }

    @Override
    public int getStrideV() {
        return (width + 1) / 2 + padding;
    }

    @Override
    public int getWidth() {
        return width;
    }

    @Override
    public int getHeight() {
        return height;
    }

    @Override
    public I420Buffer toI420() {
        return this;
    }

    @Override
    public VideoFrameBuffer cropAndScale(int x, int y, int w, int h, int scaledWidth, int scaledHeight) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void retain() {
        released--;
    }

    @Override
    public void release() {
        released++;
    }
}
