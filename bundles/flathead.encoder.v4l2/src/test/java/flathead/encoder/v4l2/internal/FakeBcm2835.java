package flathead.encoder.v4l2.internal;

import flathead.api.MediaException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A stand-in for the H.264 encoder of a Raspberry Pi 4, behind the same interface as the kernel. It replays what is
 * documented: the kernel's text on stateful encoders (dev-encoder), the controls and alignments of the driver
 * bcm2835-codec, and the calls that rpicam-apps makes of it. It was never compared with the hardware; what it makes has
 * the shape of H.264 and cannot be decoded. {@link Quirk}s are what other drivers are known or allowed to do.
 */
final class FakeBcm2835 implements Nodes {
    static final String PATH = "/dev/video11";

    /** What another driver, or a broken one, does differently. */
    enum Quirk {
        /** Speaks the single-planar interface. */
        SINGLE_PLANAR,
        /** Takes NV12 only. */
        NV12_ONLY,
        /** Has no control that forces a keyframe. */
        NO_FORCED_KEYFRAME,
        /** Has one, which does nothing. */
        IDLE_FORCED_KEYFRAME,
        /** Makes SPS and PPS once a stream. */
        HEADER_ONCE,
        /** And in a buffer of their own. */
        HEADER_APART,
        /** Knows no command to stop. */
        NO_COMMANDS,
        /** Marks the end by an event only. */
        NO_LAST_FLAG,
        /** Has neither rate nor frame interval to set. */
        NO_RATE,
        /** Holds two pictures back until it is stopped. */
        HOLDS_BACK,
        /** Does not keep times. */
        NO_TIMES,
        /** Refuses other people's buffers. */
        NO_IMPORT,
        /** Makes High profile whatever it is told. */
        HIGH_PROFILE,
        /** Wants a multiple of 16 lines, and to be told how many of them are meant. */
        WHOLE_BLOCKS,
        /** Says of its eighth picture that it is broken. */
        BROKEN_PICTURE,
        /** Needs two buffers for its eighth picture. */
        SPLIT_PICTURE
    }

    final Set<Quirk> quirks;
    /** How often each dma-buf was read. */
    final List<Integer> imported = new CopyOnWriteArrayList<>();
    /** The requests to set a control, with their values. */
    final List<long[]> controls = new CopyOnWriteArrayList<>();
    private final List<FakeNode> open = new ArrayList<>();
    private volatile boolean hung;
    private volatile boolean gone;
    private volatile int opened;

    FakeBcm2835(Quirk... quirks) {
        this.quirks = EnumSet.noneOf(Quirk.class);
        this.quirks.addAll(List.of(quirks));
    }

    boolean is(Quirk quirk) {
        return quirks.contains(quirk);
    }

    @Override
    public List<String> paths() {
        return gone ? List.of() : List.of(PATH);
    }

    @Override
    public synchronized Node open(String path) throws MediaException {
        if (gone || !path.equals(PATH)) {
            throw new MediaException(path + " cannot be opened: there is none");
        }
        opened++;
        FakeNode node = new FakeNode(this);
        open.add(node);
        return node;
    }

    synchronized void closed(FakeNode node) {
        open.remove(node);
    }

    /** From now on it takes pictures and gives none back. */
    void hang() {
        hung = true;
    }

    boolean hung() {
        return hung;
    }

    /** The device is pulled out, or put in again. */
    void unplug(boolean out) {
        gone = out;
        List<FakeNode> all;
        synchronized (this) {
            all = List.copyOf(open);
        }
        all.forEach(FakeNode::stir);
    }

    boolean gone() {
        return gone;
    }

    /** How many files are open now. */
    synchronized int openNow() {
        return open.size();
    }

    /** How many were opened. */
    int opened() {
        return opened;
    }

    /** How many buffers are mapped now. */
    synchronized int mapped() {
        return open.stream().mapToInt(FakeNode::mapped).sum();
    }

    /** The device as the probe sees it. */
    EncoderDevice device() {
        Probe.Finding finding = new Probe(this, Layout.H264).look(PATH);
        if (finding.encoder() == null) {
            throw new AssertionError(finding);
        }
        return finding.encoder();
    }

    V4l2EncoderFactory factory() {
        return factory(1_000);
    }

    V4l2EncoderFactory factory(long stallMillis) {
        return new V4l2EncoderFactory(this, device(), H264::new, stallMillis * 1_000_000);
    }
}
