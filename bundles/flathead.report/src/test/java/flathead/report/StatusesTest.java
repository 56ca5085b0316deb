package flathead.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatusesTest {
    @Test
    void oneThatCannotTellIsLeftOut() {
        assertEquals(List.of(1, 3), Statuses.of(List.of("1", "gone", "3"), Integer::valueOf));
    }
}
