package flathead.session.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A STUN or TURN server. */
@ObjectClassDefinition(name = "Flathead: ICE server",
    description = "A STUN or TURN server that helps sessions to find a way. On a LAN none is needed.")
@interface IceServerConfig {
    /** See {@link flathead.signaling.IceServer#urls()}. */
    @AttributeDefinition(name = "URLs", cardinality = 16, required = false,
        description = "stun:host:port, turn:host:port?transport=udp or tcp; stuns: and turns: over TLS. Several are"
            + " ways to the same server. Without any, none is used.")
    String[] urls() default {};

    /** For TURN. */
    @AttributeDefinition(name = "User name", required = false, description = "For TURN.")
    String username() default "";

    /** For TURN. */
    @AttributeDefinition(name = "Credential", required = false, type = AttributeType.PASSWORD,
        description = "The password of that user.")
    String credential() default "";
}
