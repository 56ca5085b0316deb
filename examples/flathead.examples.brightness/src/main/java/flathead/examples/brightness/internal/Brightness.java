package flathead.examples.brightness.internal;

import flathead.api.Frame;
import flathead.api.FrameConsumer;
import flathead.api.StreamId;
import java.nio.ByteBuffer;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs how bright each camera's pictures are, of every thirtieth. */
@Component(property = FrameConsumer.NAME + "=brightness")
public final class Brightness implements FrameConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(Brightness.class);

    @Override
    public void frame(StreamId stream, Frame frame) {
        if (frame.sequence() % 30 == 0) {
            ByteBuffer luma = frame.memory().plane(0);
            int width = frame.format().width();
            int height = frame.format().height();
            long sum = 0;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    sum += luma.get(y * frame.memory().stride(0) + x) & 0xff;
                }
            }
            LOG.info("{}: brightness {} of 16 to 235", stream, sum / (width * height));
        }
    }
}
