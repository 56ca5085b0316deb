package flathead.pipeline.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of a remote stream's configuration; {@link StreamSettings} checks the values. */
@ObjectClassDefinition(name = "Flathead remote stream",
    description = "How the stream of this name, which comes from elsewhere, is treated here. A stream needs none; a "
        + "change takes effect while pictures flow.")
@interface StreamConfig {
    @AttributeDefinition(name = "Decoder", description = "LDAP filter that chooses the decoder, such as "
        + "(flathead.decoder=avcodec), for a stream that comes encoded. Empty: the best that works.", required = false)
    String decoder_target() default "";
}
