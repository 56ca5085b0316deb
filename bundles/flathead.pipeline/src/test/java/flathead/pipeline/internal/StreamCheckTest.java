package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamCheckTest {
    private final StreamCheck check = new StreamCheck();

    @Test
    void takesAFilterOrNothing() {
        assertEquals(Optional.empty(), check.refusal("flathead.stream~left", Map.of()));
        assertEquals(Optional.empty(), check.refusal("flathead.stream~left", Map.of("decoder.target", "")));
        assertEquals(Optional.empty(),
            check.refusal("flathead.stream~left", Map.of("decoder.target", "(flathead.decoder=avcodec)")));
    }

    @Test
    void refusesWhatIsNoFilter() {
        assertEquals(Optional.of("flathead.stream~left: decoder.target = avcodec is refused; allowed: an LDAP filter "
            + "such as (flathead.decoder=avcodec), or nothing"),
            check.refusal("flathead.stream~left", Map.of("decoder.target", "avcodec")));
    }
}
