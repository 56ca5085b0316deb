package flathead.lending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class WantedTest {
    @Test
    void namesComeOneOrSeveral() {
        assertTrue(Wanted.of(null).test("anything"));
        for (Object property : List.of("left", new String[] {"rear", "left"}, List.of(" left "))) {
            Predicate<String> wanted = Wanted.of(property);
            assertTrue(wanted.test("left"), String.valueOf(property));
            assertFalse(wanted.test("right"), String.valueOf(property));
        }
        assertFalse(Wanted.of(new String[0]).test("left"), "none is none");
    }

    @Test
    void whoHasNoNameIsCalledByItsClass() {
        assertEquals("depth", Wanted.name("depth", this));
        assertEquals("WantedTest", Wanted.name(null, this));
        assertEquals("consumer", Wanted.name(null, new Object() { }));
    }
}
