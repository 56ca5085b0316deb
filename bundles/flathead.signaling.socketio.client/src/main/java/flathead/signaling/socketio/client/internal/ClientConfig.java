package flathead.signaling.socketio.client.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the signalling client; {@link Settings} reads and checks them. */
@ObjectClassDefinition(name = "Flathead: signalling client",
    description = "Where the server is to which cameras are published.")
@interface ClientConfig {
    /** Address of the server. */
    @AttributeDefinition(name = "Server", description = "Address of the server: http or https, host, and port if it is"
        + " not the usual one.")
    String url() default Settings.DEFAULT_URL;

    /** Socket.IO namespace. */
    @AttributeDefinition(name = "Namespace", description = "Socket.IO namespace at the server; begins with /.")
    String namespace() default Settings.DEFAULT_NAMESPACE;

    /** Longest pause between two attempts. */
    @AttributeDefinition(name = "Reconnect delay", min = "0.1", max = "60",
        description = "Longest pause between two attempts to reach the server, in seconds.")
    double reconnect__delay() default Settings.DEFAULT_DELAY_SECONDS;
}
