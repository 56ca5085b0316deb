package flathead.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ForegroundTest {
    @Test
    void knowsATerminalByItsDevice() {
        assertTrue(Foreground.isTerminal("/dev/pts/3"));
        assertTrue(Foreground.isTerminal("/dev/tty1"));
        assertTrue(Foreground.isTerminal("/dev/ttyAMA0"));
        assertFalse(Foreground.isTerminal("/dev/null"));
        assertFalse(Foreground.isTerminal("pipe:[12345]"));
        assertFalse(Foreground.isTerminal("/tmp/answers"));
    }

    @Test
    void isInFrontWhenTheTerminalsGroupIsItsOwn() {
        String rest = " 4194304 100 0 0 0";
        assertTrue(Foreground.isInFront("77 (java) S 1 77 70 34816 77" + rest));
        assertTrue(Foreground.isInFront("77 (a ) strange (name) R 1 77 70 34816 77" + rest));
        assertFalse(Foreground.isInFront("77 (java) S 1 77 70 34816 70" + rest), "started with &");
        assertFalse(Foreground.isInFront("77 (java) S 1 77 77 0 -1" + rest), "a service has no terminal");
        assertFalse(Foreground.isInFront("77 (java) S"));
    }

    @Test
    void readsWhetherThereIsToBeAPrompt() {
        assertEquals(When.OFF, When.parse("FLATHEAD_SHELL", "off"));
        assertEquals(When.ON, When.parse("FLATHEAD_SHELL", "on"));
        assertEquals(When.AUTO, When.parse("FLATHEAD_SHELL", "auto"));
        assertEquals(When.AUTO, When.parse("FLATHEAD_SHELL", null));
        assertEquals(When.AUTO, When.parse("FLATHEAD_SHELL", ""));
        assertEquals(When.AUTO, When.parse("FLATHEAD_SHELL", "maybe"));
    }
}
