package flathead.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class PasswordsTest {
    private static final Pattern TOLD = Pattern.compile("told this once: (\\S+) ");

    @TempDir
    private Path folder;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private PasswordFile file;

    @BeforeEach
    void listen() {
        file = new PasswordFile(folder.resolve("deep/console.password"));
        log.start();
        ((Logger) LoggerFactory.getLogger(Passwords.class)).addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        ((Logger) LoggerFactory.getLogger(Passwords.class)).detachAppender(log);
    }

    private PasswordHash choose(String variable) throws IOException {
        return new Passwords(name -> name.equals("CONSOLE_PASSWORD") ? variable : null, file).choose();
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void unsetMeansMadeUpStoredHashedAndToldOnce() throws Exception {
        PasswordHash first = choose(null);
        Matcher told = TOLD.matcher(String.join("\n", lines()));
        assertTrue(told.find(), () -> lines().toString());
        String password = told.group(1);
        assertEquals(23, password.length());
        assertTrue(first.matches(password));
        assertFalse(first.matches("admin"));
        String stored = Files.readString(file.path());
        assertFalse(stored.contains(password));
        assertTrue(stored.startsWith("pbkdf2-sha512:210000:"), stored);
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file.path()));

        log.list.clear();
        PasswordHash second = choose(null);
        assertTrue(second.matches(password), "the same after a restart");
        assertEquals(List.of(), lines(), "and not told again");
    }

    @Test
    void aFileThatOthersMayReadIsTakenFromThem() throws Exception {
        choose(null);
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-rw-rw-"));
        choose(null);
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file.path()));
    }

    @Test
    void theEnvironmentHoldsOverWhatIsStored() throws Exception {
        choose(null);
        PasswordHash hash = choose("correct horse");
        assertTrue(hash.matches("correct horse"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "          ", "admin", "1234567", "$[env:CONSOLE_PASSWORD]",
        "$[env:CONSOLE_PASSWORD;default=]", "${CONSOLE_PASSWORD}", "has\nlines in it"})
    void whatMayNotBeOneKeepsTheConsoleClosedAndIsNotTold(String given) throws Exception {
        choose(null);
        log.list.clear();
        assertNull(choose(given));
        assertEquals(1, lines().size());
        assertTrue(lines().get(0).startsWith("CONSOLE_PASSWORD = (") && lines().get(0).contains("allowed: 8 to 256"),
            lines().get(0));
        assertTrue(given.isBlank() || !lines().get(0).contains(given));
    }

    @Test
    void aDamagedFileKeepsTheConsoleClosed() throws Exception {
        choose(null);
        for (String damage : List.of("", "admin", "pbkdf2-sha512:0:AAAA:AAAA", "pbkdf2-sha512:210000::",
                "md5:1:AAAAAAAAAAAAAAAAAAAAAA==:AAAA")) {
            Files.writeString(file.path(), damage);
            assertThrows(IOException.class, () -> choose(null), damage);
        }
    }

    @Test
    void twoInstallationsWithOnePasswordStoreDifferentHashes() {
        String one = PasswordHash.of("correct horse", 1_000).toString();
        assertNotEquals(one, PasswordHash.of("correct horse", 1_000).toString());
        assertTrue(PasswordHash.parse(one).matches("correct horse"));
        assertTrue(PasswordHash.parse(one + "\n").matches("correct horse"));
        assertFalse(PasswordHash.parse(one).matches("correct horsf"));
        assertFalse(PasswordHash.parse(one).matches(""));
        PasswordHash greeting = PasswordHash.of("grüße und küsse", 1_000);
        assertTrue(greeting.matches("grüße und küsse"));
        assertFalse(greeting.matches("gr??e und k?sse"));
    }

    @Test
    void whatIsMadeUpDiffers() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            made.add(PasswordFile.generate());
        }
        assertEquals(1_000, made.size());
        assertEquals(Optional.empty(), PasswordRule.refusal("made up", made.iterator().next()));
    }
}
