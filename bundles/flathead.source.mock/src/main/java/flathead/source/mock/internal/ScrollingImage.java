package flathead.source.mock.internal;

import flathead.api.Frame;
import flathead.api.Memory;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.source.mock.internal.card.Mirror;
import flathead.source.mock.internal.card.Palette;
import flathead.source.mock.internal.card.View;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A raw I420 picture from a file, pixel for pixel, that may move sideways and comes in again at the other side. */
final class ScrollingImage implements Pattern {
    private final int width;
    private final int height;
    private final int scroll;
    private final boolean across;
    private final byte[][] planes;

    private ScrollingImage(VideoFormat format, int scroll, boolean across, byte[][] planes) {
        this.width = format.width();
        this.height = format.height();
        this.scroll = scroll;
        this.across = across;
        this.planes = planes;
    }

    /**
     * Reads the file.
     *
     * @throws MediaException if it cannot be read or is not exactly one picture
     */
    static ScrollingImage load(MockSettings settings) throws MediaException {
        VideoFormat format = settings.format();
        int luma = format.width() * format.height();
        byte[] all;
        try {
            Path path = Path.of(settings.image());
            long size = Files.size(path);
            if (size != luma * 3L / 2) {
                throw new MediaException("mock camera " + settings.device() + ": image = " + settings.image() + " has "
                    + size + " bytes; one I420 picture of " + format.width() + "x" + format.height() + " has "
                    + luma * 3L / 2);
            }
            all = Files.readAllBytes(path);
        } catch (IOException | InvalidPathException e) {
            String reason = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
            throw Asked.refusal(settings.device(), "image", settings.image(),
                "a file that can be read (" + reason + ")");
        }
        byte[][] planes = {new byte[luma], new byte[luma / 4], new byte[luma / 4]};
        int from = 0;
        for (byte[] plane : planes) {
            System.arraycopy(all, from, plane, 0, plane.length);
            from += plane.length;
        }
        View view = settings.view();
        new Palette(view.look()).applyTo(planes, format.width());
        new Mirror(format.width(), format.height(), 0, view.across(), view.over()).turn(planes);
        return new ScrollingImage(format, settings.scroll(), view.across(), planes);
    }

    @Override
    public void paint(Frame frame, long sequence, long dueNanos, long wallMillis) {
        int shift = (int) Math.floorMod(sequence * scroll, (long) width);
        Memory memory = frame.memory();
        plane(memory, 0, width, height, shift);
        plane(memory, 1, width / 2, height / 2, shift / 2);
        plane(memory, 2, width / 2, height / 2, shift / 2);
    }

    private void plane(Memory memory, int index, int columns, int lines, int upright) {
        int shift = across && upright != 0 ? columns - upright : upright;
        ByteBuffer to = memory.plane(index);
        int stride = memory.stride(index);
        byte[] from = planes[index];
        if (shift == 0 && stride == columns) {
            to.put(0, from, 0, from.length);
            return;
        }
        for (int y = 0; y < lines; y++) {
            to.put(y * stride + shift, from, y * columns, columns - shift);
            to.put(y * stride, from, (y + 1) * columns - shift, shift);
        }
    }
}
