package flathead.console.internal;

import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the password comes from. There is none that everybody knows. */
final class Passwords {
    static final String VARIABLE = "CONSOLE_PASSWORD";
    private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);

    private final UnaryOperator<String> environment;
    private final PasswordFile file;

    /**
     * @param environment answers a variable's value, null if it is not set
     * @param file keeps what does not come from there
     */
    Passwords(UnaryOperator<String> environment, PasswordFile file) {
        this.environment = environment;
        this.file = file;
    }

    /**
     * The password to use now; null if what is set may not be one.
     *
     * @throws IOException if what is stored cannot be read, or what is made up cannot be stored
     */
    PasswordHash choose() throws IOException {
        String given = environment.apply(VARIABLE);
        if (given != null) {
            Optional<String> refusal = PasswordRule.refusal(VARIABLE, given);
            refusal.ifPresent(LOG::error);
            return refusal.isPresent() ? null : PasswordHash.of(given);
        }
        Optional<PasswordHash> stored = file.read();
        if (stored.isPresent()) {
            return stored.get();
        }
        String made = PasswordFile.generate();
        PasswordHash hash = PasswordHash.of(made);
        file.write(hash);
        LOG.info("the web console's password, told this once: {} (user {}; its hash is in {}; without that file, the "
            + "next start makes up another)", made, Lock.USER, file.path());
        return hash;
    }
}
