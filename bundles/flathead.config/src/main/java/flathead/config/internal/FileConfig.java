package flathead.config.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Which file {@link SettingsFile} takes settings from. */
@ObjectClassDefinition(name = "Flathead: settings file",
    description = "A YAML file that is read at the start and whenever it changes.")
@interface FileConfig {
    /** Absolute, or relative to where the runtime was started. */
    @AttributeDefinition(name = "Path", description = "Of the file; none if that is empty. Initially CONFIG_PATH.",
        required = false)
    String path() default "";

    /** False where the runtime is its own server. */
    @AttributeDefinition(name = "Server", description = "Whether the file says as well which server is called.")
    boolean server() default true;
}
