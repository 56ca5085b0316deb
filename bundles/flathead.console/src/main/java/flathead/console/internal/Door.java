package flathead.console.internal;

import flathead.api.NanoClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the web console when there is a password and the console's own connector, and not before: the framework
 * property {@code felix.webconsole.security.providers} makes the console wait for the {@link Lock} that is registered
 * here.
 *
 * <p>The password is that of the environment, CONSOLE_PASSWORD; else the one stored; else one is made up, stored, and
 * told once in the log. Settings, PID {@value #PID}: see {@link ConsoleConfig}.
 */
@Component(name = Door.PID, immediate = true, service = {})
@Designate(ocd = ConsoleConfig.class)
public final class Door {
    static final String PID = "flathead.console";
    private static final String CONNECTOR = "(org.apache.felix.http.name=console)";
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final String PORT = "org.osgi.service.http.port";

    private final BundleContext context;
    private final ConfigurationAdmin configurations;
    private final UnaryOperator<String> environment;
    private final PasswordFile file;
    private final int port;
    private Lock lock;
    private ServiceRegistration<SecurityProvider> registration;

    /** As a component; the reference is to the console's own connector. */
    @Activate
    public Door(BundleContext context, ConsoleConfig config, @Reference ConfigurationAdmin configurations,
            @Reference(target = CONNECTOR) ServiceReference<HttpServiceRuntime> connector) {
        this.context = context;
        this.configurations = configurations;
        this.environment = System::getenv;
        this.file = new PasswordFile(Path.of(context.getProperty(Constants.FRAMEWORK_STORAGE), "console.password"));
        this.port = Integer.parseInt(connector.getProperty(PORT).toString());
        modified(config);
    }

    /** Takes a new password, if there is one. */
    @Modified
    public synchronized void modified(ConsoleConfig config) {
        String given = config.password() == null ? "" : config.password();
        PasswordHash hash = null;
        try {
            if (!given.isEmpty()) {
                hash = take(given);
            }
            if (lock == null) {
                hash = new Passwords(environment, file).choose();
            }
        } catch (IOException e) {
            LOG.error("the web console's password cannot be kept: {}", e.getMessage());
        }
        if (hash != null) {
            open(hash);
        } else if (lock == null) {
            LOG.error("the web console stays closed");
        }
    }

    /** Stores a password that came as a setting, in a form that cannot be read back. */
    private PasswordHash take(String given) throws IOException {
        Optional<String> refusal = PasswordRule.refusal(PID + ": password", given);
        if (refusal.isPresent()) {
            LOG.error("{}; the last one stays", refusal.get());
            return null;
        }
        PasswordHash hash = PasswordHash.of(given);
        file.write(hash);
        forget();
        if (environment.apply(Passwords.VARIABLE) != null) {
            LOG.info("the new password holds when {} is not set", Passwords.VARIABLE);
            return null;
        }
        LOG.info("the web console has a new password");
        return hash;
    }

    private void forget() throws IOException {
        try {
            Configuration[] found = configurations.listConfigurations("(service.pid=" + PID + ")");
            if (found != null) {
                Dictionary<String, Object> rest = found[0].getProperties();
                rest.remove("password");
                found[0].update(rest);
            }
        } catch (InvalidSyntaxException e) {
            throw new IOException(e);
        }
    }

    private void open(PasswordHash hash) {
        if (lock != null) {
            lock.change(hash);
            return;
        }
        lock = new Lock(local -> local == port, hash, new LoginThrottle(NanoClock.SYSTEM));
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(SecurityProvider.PROPERTY_ID, PID);
        registration = context.registerService(SecurityProvider.class, lock, properties);
        LOG.info("web console: port {}, /system/console, user {}", port, Lock.USER);
    }

    /** Closes the console. */
    @Deactivate
    public synchronized void deactivate() {
        if (registration != null) {
            registration.unregister();
            registration = null;
        }
    }
}
