package flathead.signaling.whep.server.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the WHEP server. */
@ObjectClassDefinition(name = "Flathead: WHEP server",
    description = "Streams of this runtime are seen by POST /whep/<camera> (draft-ietf-wish-whep).")
@interface ServerConfig {
    /** What a client must show. */
    @AttributeDefinition(name = "Token", required = false, type = AttributeType.PASSWORD,
        description = "Bearer token that viewers must show. Without one everybody may look on who reaches the port, and"
            + " is told of STUN servers but not of TURN servers with a password.")
    String token() default "";
}
