package flathead.feed.internal;

import flathead.api.VideoFormat;

/**
 * Where everything is in a map: a header, a description of each picture of a slot, and the slots. All offsets in bytes.
 *
 * @param widths of the pictures of a slot, one or two, in pixels
 * @param heights of them
 * @param slots how many there are
 */
record Layout(int[] widths, int[] heights, int slots) {
    static final int ALIGNMENT = 64;
    /** The first bytes of a map: {@code FLATHEAD}, as a little-endian number. */
    static final long MAGIC = 0x4441_4548_5441_4c46L;
    static final int VERSION = 1;
    /** I420, as a little-endian number. */
    static final int I420 = 0x3032_3449;

    static final int AT_MAGIC = 0;
    static final int AT_VERSION = 8;
    static final int AT_PICTURES = 12;
    static final int AT_SLOTS = 16;
    static final int AT_STATE = 20;
    static final int AT_FIRST_SLOT = 24;
    static final int AT_SLOT_SIZE = 32;
    static final int AT_NEWEST = 40;

    static final int OF_FORMAT = 0;
    static final int OF_WIDTH = 4;
    static final int OF_HEIGHT = 8;
    static final int OF_STRIDES = 12;
    static final int OF_PLANES = 32;

    static final int IN_LOCK = 0;
    static final int IN_SEQUENCE = 8;
    static final int IN_MONOTONIC = 16;
    static final int IN_UTC = 24;
    static final int IN_QUALITY = 32;

    static final int LIVE = 1;
    static final int ENDED = 2;

    private static final long LARGEST = 1L << 30;
    private static final int LEAST_SLOTS = 2;

    /** Of pictures of these formats; {@code right} is null where a slot has one. Fewer slots than wanted if need be. */
    static Layout of(VideoFormat left, VideoFormat right, int slots) {
        int[] widths = right == null ? new int[] {left.width()} : new int[] {left.width(), right.width()};
        int[] heights = right == null ? new int[] {left.height()} : new int[] {left.height(), right.height()};
        long room = LARGEST / new Layout(widths, heights, 1).slotSize();
        return new Layout(widths, heights, (int) Math.max(LEAST_SLOTS, Math.min(slots, room)));
    }

    int pictures() {
        return widths.length;
    }

    /** Of the description of a picture. */
    int description(int picture) {
        return ALIGNMENT * (1 + picture);
    }

    int firstSlot() {
        return ALIGNMENT * (1 + pictures());
    }

    int slot(int index) {
        return firstSlot() + index * slotSize();
    }

    int slotSize() {
        int size = ALIGNMENT * pictures();
        for (int i = 0; i < pictures(); i++) {
            size += aligned(widths[i] * heights[i] * 3 / 2);
        }
        return size;
    }

    /** Of a plane, 0 to 2, from the start of a slot. */
    int plane(int picture, int plane) {
        int at = ALIGNMENT * pictures();
        for (int i = 0; i < picture; i++) {
            at += aligned(widths[i] * heights[i] * 3 / 2);
        }
        int luma = widths[picture] * heights[picture];
        return at + (plane == 0 ? 0 : luma + (plane - 1) * luma / 4);
    }

    int stride(int picture, int plane) {
        return plane == 0 ? widths[picture] : widths[picture] / 2;
    }

    int size() {
        return firstSlot() + slots * slotSize();
    }

    boolean fits(VideoFormat left, VideoFormat right) {
        return pictures() == (right == null ? 1 : 2) && fits(0, left) && (right == null || fits(1, right));
    }

    private boolean fits(int picture, VideoFormat format) {
        return widths[picture] == format.width() && heights[picture] == format.height();
    }

    private static int aligned(int bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
