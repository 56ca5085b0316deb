package flathead.session.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** How streams are published. */
@ObjectClassDefinition(name = "Flathead: published streams", description = "How cameras are sent to servers.")
@interface SessionConfig {
    /** See {@link Form}. */
    @AttributeDefinition(name = "Send", description = "auto: H.264 from an encoder bundle; where a server refuses that,"
        + " raw pictures that libwebrtc encodes (VP8 and others). It holds from the next session on.",
        options = {@Option(label = "what the server takes", value = "auto"),
            @Option(label = "only what encoder bundles make (H.264)", value = "encoded"),
            @Option(label = "raw pictures, which libwebrtc encodes", value = "raw")})
    String send() default "auto";
}
