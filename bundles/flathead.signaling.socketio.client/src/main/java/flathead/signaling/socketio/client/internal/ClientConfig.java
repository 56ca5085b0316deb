package flathead.signaling.socketio.client.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of the configuration; {@link ServerAddress} checks the values. */
@ObjectClassDefinition(name = "Flathead server", description = "Where the cameras of this runtime are sent to.")
@interface ClientConfig {
    @AttributeDefinition(name = "Address", description = "Of the server's signalling: http://host:port.")
    String url() default "http://localhost:8080";

    @AttributeDefinition(name = "Namespace", description = "Of Socket.IO.")
    String namespace() default "/stream";

    @AttributeDefinition(name = "Retry", description = "Seconds between two tries to reach the server, at most.",
        min = "1", max = "60")
    int reconnect_delay() default 2;
}
