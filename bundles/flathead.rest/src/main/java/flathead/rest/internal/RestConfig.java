package flathead.rest.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the REST interface. */
@ObjectClassDefinition(name = "Flathead: REST", description = "Cameras, pictures and recordings for programs at /api.")
@interface RestConfig {
    /** What a client must show. */
    @AttributeDefinition(name = "Token", required = false, type = AttributeType.PASSWORD,
        description = "Bearer token with which recordings are started and stopped, and pictures seen. Without one only"
            + " programs on this host may start and stop recordings.")
    String token() default "";

    /** What a client may show instead that only looks. */
    @AttributeDefinition(name = "Token of viewers", required = false, type = AttributeType.PASSWORD,
        description = "Bearer token with which pictures and recordings are seen. Where neither token is set everybody"
            + " sees them who reaches the port.")
    String view_token() default "";
}
