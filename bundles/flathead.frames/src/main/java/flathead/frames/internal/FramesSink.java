package flathead.frames.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.FrameConsumer;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.lending.Cameras;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The sink whose pictures go to {@link FrameConsumer}s; a camera that none of them wants is paused. */
@Component(service = {VideoSink.class, FramesSink.class},
    property = {VideoSink.ROLE + "=" + VideoSink.FRAMES, VideoSink.NAME + "=" + FramesSink.NAME})
public final class FramesSink implements VideoSink {
    static final String NAME = "frames";

    private final FrameLender lender = new FrameLender(NanoClock.SYSTEM);

    /** As a component. */
    @Activate
    public FramesSink() {
    }

    @Override
    public List<Codec> accepts() {
        return Cameras.RAW;
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat format, Feedback upstream) throws MediaException {
        return lender.cameras().open(NAME, stream, format, upstream);
    }

    /** One more gets pictures. */
    @Reference(name = "consumers", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, updated = "updateConsumer", unbind = "removeConsumer")
    public void addConsumer(FrameConsumer consumer, Map<String, ?> properties) {
        lender.add(consumer, properties);
    }

    void updateConsumer(FrameConsumer consumer, Map<String, ?> properties) {
        removeConsumer(consumer);
        addConsumer(consumer, properties);
    }

    /** One goes. */
    public void removeConsumer(FrameConsumer consumer) {
        lender.remove(consumer);
    }

    FrameLender lender() {
        return lender;
    }

    /** Lets go of every consumer that is left. */
    @Deactivate
    public void deactivate() {
        lender.close();
    }
}
