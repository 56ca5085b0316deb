package flathead.console.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the web console's lock. */
@ObjectClassDefinition(name = "Flathead: web console", description = "Who may use this console. Its address is set by "
    + "CONSOLE_HOST and CONSOLE_PORT.")
@interface ConsoleConfig {
    /** A new password; hashed and taken out of the configuration as soon as it is seen. */
    @AttributeDefinition(name = "New password", type = AttributeType.PASSWORD, required = false, description = "For "
        + "the user admin, 8 to 256 characters. It is stored hashed, and this field is empty again. Where "
        + "CONSOLE_PASSWORD is set, that one holds.")
    String password() default "";
}
