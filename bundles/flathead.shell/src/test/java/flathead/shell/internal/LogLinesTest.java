package flathead.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private final List<String> passed = new ArrayList<>();
    private final PrintStream out = new PrintStream(new LogLines(StandardCharsets.UTF_8, passed::add), true,
        StandardCharsets.UTF_8);

    @Test
    void passesWholeLinesOnly() {
        out.print("half a ");
        assertEquals(List.of(), passed);
        out.println("line");
        out.print("two\nlines\nand a begi");
        assertEquals(List.of("half a line", "two\nlines"), passed);
        out.print("nning\n\n");
        assertEquals(List.of("half a line", "two\nlines", "and a beginning\n"), passed);
        out.write('x');
        out.close();
        assertEquals("x", passed.get(3), "what was begun is not lost at the end");
        assertEquals(4, passed.size());
    }

    @Test
    void doesNotTearALetterOfTwoBytes() {
        byte[] word = "größer\n".getBytes(StandardCharsets.UTF_8);
        out.write(word, 0, 3);
        out.write(word, 3, word.length - 3);
        assertEquals(List.of("größer"), passed);
    }
}
