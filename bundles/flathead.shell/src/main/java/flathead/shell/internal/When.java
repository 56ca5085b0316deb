package flathead.shell.internal;

import java.util.Locale;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether there is a prompt: {@code FLATHEAD_SHELL}, or the framework property {@code flathead.shell} over it. */
enum When {
    /** Never. */
    OFF,
    /** Wherever a terminal can be had. */
    ON,
    /** Where the standard input is a terminal and the process in its foreground. */
    AUTO;

    private static final Logger LOG = LoggerFactory.getLogger(When.class);

    static When of(BundleContext context) {
        String property = context.getProperty("flathead.shell");
        return property != null ? parse("flathead.shell", property)
            : parse("FLATHEAD_SHELL", System.getenv("FLATHEAD_SHELL"));
    }

    static When parse(String name, String value) {
        for (When each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
                return each;
            }
        }
        if (value != null && !value.isEmpty()) {
            LOG.error("{} = {} is not allowed; off, on or auto is. It is taken for auto", name, value);
        }
        return AUTO;
    }
}
