package flathead.encoder.faulty.internal;

import flathead.api.CameraInfo;
import flathead.api.CaptureFactory;
import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.Control;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.Stats;
import flathead.api.VideoFormat;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.metatype.annotations.Designate;

/** Cameras of another stack, which ranks first and knows one size only; the pictures are those of the real one. */
@Component(configurationPid = "flathead.source.other", configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = CaptureFactory.NAME + "=other")
@ServiceRanking(500)
@Designate(ocd = OtherConfig.class)
public final class OtherSource implements CaptureFactory {
    private final CaptureFactory real;
    private final OtherConfig config;

    /** As a component. */
    @Activate
    public OtherSource(OtherConfig config,
            @Reference(target = "(!(" + CaptureFactory.NAME + "=other))") CaptureFactory real) {
        this.config = config;
        this.real = real;
    }

    @Override
    public List<CameraInfo> cameras() {
        return real.cameras();
    }

    @Override
    public CaptureLink open(CaptureSettings settings, FrameInput out) throws MediaException {
        return new Resized(real.open(resized(settings), out));
    }

    private CaptureSettings resized(CaptureSettings wanted) {
        VideoFormat format = wanted.format();
        return new CaptureSettings(wanted.device(),
            new VideoFormat(format.codec(), config.width(), config.height(), format.fps()), wanted.controls());
    }

    /** An open camera that goes on in its one size. */
    private final class Resized implements CaptureLink {
        private final CaptureLink link;

        Resized(CaptureLink link) {
            this.link = link;
        }

        @Override
        public VideoFormat format() {
            return link.format();
        }

        @Override
        public boolean apply(CaptureSettings settings) throws MediaException {
            return link.apply(resized(settings));
        }

        @Override
        public List<Control> controls() {
            return link.controls();
        }

        @Override
        public void requestKeyframe() {
            link.requestKeyframe();
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            link.limitBitrate(bitsPerSecond);
        }

        @Override
        public Stats stats() {
            return link.stats();
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
