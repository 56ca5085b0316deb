package flathead.encoder.faulty.internal;

import flathead.api.EncoderSettings;
import flathead.api.Media;
import flathead.api.Stats;
import flathead.api.VideoEncoder;
import java.util.concurrent.CountDownLatch;

/** A good encoder that breaks at some picture. */
final class FaultyEncoder implements VideoEncoder {
    private final VideoEncoder good;
    private final Fault fault;
    private final int after;
    private final CountDownLatch ended;
    private int taken;

    FaultyEncoder(VideoEncoder good, Fault fault, int after, CountDownLatch ended) {
        this.good = good;
        this.fault = fault;
        this.after = after;
        this.ended = ended;
    }

    @Override
    public boolean offer(Media media) {
        if (taken++ < after) {
            return good.offer(media);
        }
        switch (fault) {
            case THROW -> throw new IllegalStateException("the faulty encoder throws, as it was told");
            case HANG -> hang();
            case SILENT -> {
                return true;
            }
            default -> {
                return good.offer(media);
            }
        }
        return true;
    }

    private void hang() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean apply(EncoderSettings settings) {
        return good.apply(settings);
    }

    @Override
    public boolean drain(long nanos) {
        if (fault == Fault.DRAIN) {
            hang();
        }
        return good.drain(nanos);
    }

    @Override
    public void requestKeyframe() {
        good.requestKeyframe();
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        good.limitBitrate(bitsPerSecond);
    }

    @Override
    public Stats stats() {
        return good.stats();
    }

    @Override
    public void close() {
        good.close();
    }
}
