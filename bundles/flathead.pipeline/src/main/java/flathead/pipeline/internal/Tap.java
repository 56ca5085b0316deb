package flathead.pipeline.internal;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.NanoClock;
import flathead.api.VideoFormat;
import java.util.Arrays;

/** Where a stream can be had in one codec: everything offered goes to every target. */
final class Tap implements FrameInput {
    private static final FrameInput[] NOBODY = {};

    private final Codec codec;
    private final RateMeter rate;
    private final Runnable formatChanged;
    private final Lead lead;
    private volatile FrameInput[] targets = NOBODY;
    private volatile VideoFormat format;

    /**
     * @param formatChanged told by the offering thread when pictures of another format come; cheap
     * @param leads whether targets that come a moment late get what encoded pictures began with
     */
    Tap(Codec codec, NanoClock clock, Runnable formatChanged, boolean leads) {
        this.codec = codec;
        this.lead = leads ? new Lead() : null;
        this.rate = new RateMeter(clock);
        this.formatChanged = formatChanged;
    }

    /** Of the last picture; null before the first. */
    VideoFormat format() {
        return format;
    }

    Codec codec() {
        return codec;
    }

    RateMeter rate() {
        return rate;
    }

    @Override
    public boolean offer(Media media) {
        if (media.format() != format) {
            format = media.format();
            formatChanged.run();
        }
        rate.add(media instanceof EncodedFrame encoded ? encoded.size() : 0);
        if (lead != null && media instanceof EncodedFrame unit) {
            return lead.offer(unit, targets);
        }
        boolean taken = false;
        for (FrameInput target : targets) {
            taken |= target.offer(media);
        }
        return taken;
    }

    /** Gives back what it holds; to be called when nobody offers any more. */
    void clear() {
        if (lead != null) {
            lead.clear();
        }
    }

    synchronized void add(FrameInput target) {
        FrameInput[] more = Arrays.copyOf(targets, targets.length + 1);
        more[targets.length] = target;
        targets = more;
    }

    synchronized void remove(FrameInput target) {
        targets = Arrays.stream(targets).filter(other -> other != target).toArray(FrameInput[]::new);
    }
}
