package flathead.signaling.whip.client.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A WHIP server to publish to; {@link Settings} reads and checks it. */
@ObjectClassDefinition(name = "Flathead: WHIP server",
    description = "A WHIP server (RFC 9725) to which cameras are published, beside all others.")
@interface ClientConfig {
    /** Of the endpoint. */
    @AttributeDefinition(name = "URL", required = false, description = "Of the WHIP endpoint, with {camera} where the"
        + " name of the camera stands, such as http://server:8080/whip/{camera}. Without one, nothing is published.")
    String url() default "";

    /** For servers that want one. */
    @AttributeDefinition(name = "Token", required = false, type = AttributeType.PASSWORD,
        description = "Bearer token, for a server that wants one.")
    String token() default "";

    /** Which cameras. */
    @AttributeDefinition(name = "Cameras", required = false, cardinality = 64,
        description = "Names of the cameras that are published there; all if there is none.")
    String[] cameras() default {};
}
