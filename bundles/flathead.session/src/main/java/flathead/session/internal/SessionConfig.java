package flathead.session.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** How streams are published and accepted. */
@ObjectClassDefinition(name = "Flathead: sessions",
    description = "How cameras are sent to servers, and how a server receives them.")
@interface SessionConfig {
    /** See {@link Form}. */
    @AttributeDefinition(name = "Send", description = "auto: H.264 from an encoder bundle; where a server refuses that,"
        + " raw pictures that libwebrtc encodes (VP8 and others). It holds from the next session on.",
        options = {@Option(label = "what the server takes", value = "auto"),
            @Option(label = "only what encoder bundles make (H.264)", value = "encoded"),
            @Option(label = "raw pictures, which libwebrtc encodes", value = "raw")})
    String send() default "auto";

    /** See {@link Reception}. */
    @AttributeDefinition(name = "Receive", description = "auto: H.264 as it comes, decoded by a decoder bundle where"
        + " somebody wants that; any other codec decoded by libwebrtc. It holds from the next session on.",
        options = {@Option(label = "H.264 as it comes, anything else decoded by libwebrtc", value = "auto"),
            @Option(label = "only H.264 as it comes", value = "encoded"),
            @Option(label = "all decoded by libwebrtc", value = "decoded")})
    String receive() default "auto";
}
