package flathead.session.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;

/** The sink of an uplink for pictures of one form, registered while there is a stack that can send them. */
final class Entrance implements VideoSink {
    private static final int RAW_DEPTH = 2;

    private final Uplink uplink;
    private final Form form;
    private final Advertisement advertisement;

    Entrance(Uplink uplink, Form form, BundleContext context) {
        this.uplink = uplink;
        this.form = form;
        advertisement = new Advertisement(context, this, Map.of(ROLE, UPLINK, NAME, name(),
            "flathead.uplink", uplink.name(), "flathead.form", form.toString()));
    }

    Form form() {
        return form;
    }

    @Override
    public List<Codec> accepts() {
        return uplink.sends(form);
    }

    /** A stack takes a raw picture in no time; a thread that wakes up late should not cost one. */
    @Override
    public int rawDepth() {
        return RAW_DEPTH;
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat format, Feedback upstream) {
        return uplink.open(stream, form, format, upstream);
    }

    /** Registers this sink as one for these codecs; for none, not at all. On the registrar's thread. */
    void advertise(List<Codec> codecs) {
        advertisement.update(codecs);
    }

    private String name() {
        return UPLINK + "-" + uplink.name() + (form == Form.RAW ? "-raw" : "");
    }
}
