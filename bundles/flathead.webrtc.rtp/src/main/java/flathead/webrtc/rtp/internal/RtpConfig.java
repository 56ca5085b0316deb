package flathead.webrtc.rtp.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** How the rtp stack reaches the other side. */
@ObjectClassDefinition(name = "Flathead: WebRTC in Java", description = "How streams find their way to the other side.")
@interface RtpConfig {
    /** See {@link flathead.webrtc.rtp.internal.transport.IcePolicy}. */
    @AttributeDefinition(name = "ICE policy", description = "all: any way that works, a direct one first; relay: only"
        + " through a TURN server, which hides this host's addresses. It holds from the next session on.",
        options = {@Option(label = "any way that works", value = "all"),
            @Option(label = "only through a TURN server", value = "relay")})
    String ice_policy() default "all";
}
