package flathead.signaling.whip.server.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the WHIP ingest. */
@ObjectClassDefinition(name = "Flathead: WHIP ingest",
    description = "Cameras are published to this runtime by POST /whip/<camera> (RFC 9725).")
@interface ServerConfig {
    /** What a client must show. */
    @AttributeDefinition(name = "Token", required = false, type = AttributeType.PASSWORD,
        description = "Bearer token that clients must show. Without one everybody may publish who reaches the port, and"
            + " is told of STUN servers but not of TURN servers with a password.")
    String token() default "";
}
