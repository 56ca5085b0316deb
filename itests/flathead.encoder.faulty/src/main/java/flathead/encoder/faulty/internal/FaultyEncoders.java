package flathead.encoder.faulty.internal;

import flathead.api.Codec;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import java.util.concurrent.CountDownLatch;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Encodes with the best of the other encoders until it breaks. What hangs does so until this component ends. */
@Component(configurationPid = "flathead.encoder.faulty", configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = EncoderFactory.NAME + "=faulty")
@Designate(ocd = FaultyConfig.class)
public final class FaultyEncoders implements EncoderFactory {
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile FaultyConfig config;

    @Reference(target = "(!(" + EncoderFactory.NAME + "=faulty))", policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY)
    private volatile EncoderFactory good;

    /** As a component. */
    @Activate
    public FaultyEncoders(FaultyConfig config) {
        this.config = config;
    }

    @Modified
    void modified(FaultyConfig changed) {
        config = changed;
    }

    @Deactivate
    void deactivate() {
        ended.countDown();
    }

    @Override
    public Codec produces() {
        return good.produces();
    }

    @Override
    public boolean supports(VideoFormat in) {
        return good.supports(in);
    }

    @Override
    public VideoEncoder open(VideoFormat in, EncoderSettings settings, FrameInput out) throws MediaException {
        FaultyConfig now = config;
        if (now.fault() == Fault.OPEN) {
            throw new MediaException("the faulty encoder does not open, as it was told");
        }
        return new FaultyEncoder(good.open(in, settings, out), now.fault(), now.after(), ended);
    }
}
