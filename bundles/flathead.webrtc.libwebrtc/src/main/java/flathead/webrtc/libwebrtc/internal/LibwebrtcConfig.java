package flathead.webrtc.libwebrtc.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** See {@link LibwebrtcSettings}. */
@ObjectClassDefinition(name = "Flathead: libwebrtc",
    description = "The WebRTC stack that decodes what comes, and encodes raw pictures for who takes no H.264.")
@interface LibwebrtcConfig {
    /** When the native library is loaded. */
    @AttributeDefinition(name = "Load", description = "When the native library is loaded, which takes memory from then"
        + " on.", options = {@Option(label = "at the start", value = "start"),
            @Option(label = "when a session first needs it", value = "use")})
    String load() default "start";

    /** Of what this stack encodes. */
    @AttributeDefinition(name = "Bitrate (bits a second)", description = "The most that a stream of raw pictures is"
        + " encoded to, 50000 to 100000000; less where the network carries less. It holds at once.", min = "50000",
        max = "100000000")
    int bitrate() default 1_500_000;

    /** Which ways media may take. */
    @AttributeDefinition(name = "ICE policy", description = "all: any way that works, a direct one first; relay: only"
        + " through a TURN server, which hides this host's addresses. It holds from the next session on.",
        options = {@Option(label = "any way that works", value = "all"),
            @Option(label = "only through a TURN server", value = "relay")})
    String ice_policy() default "all";
}
