package flathead.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @Test
    void nothingIsTheDefaults() throws Exception {
        assertEquals(Settings.DEFAULT, Settings.of(Map.of()));
        assertFalse(Settings.DEFAULT.wants("left"));
    }

    @Test
    void everythingMayBeText() throws Exception {
        Settings settings = Settings.of(Map.of("cameras", "left, right", "directory", "/recordings", "segment", "60",
            "fragment", "100", "quota", "20m"));
        assertEquals(new Settings(List.of("left", "right"), "/recordings", 60_000_000, 100_000, 20 << 20), settings);
        assertTrue(settings.wants("left"));
        assertFalse(settings.wants("rear"));
        assertTrue(Settings.of(Map.of("cameras", new String[] {"*"})).wants("rear"));
    }

    @ParameterizedTest
    @CsvSource({"1048576, 1048576", "1024K, 1048576", "1 M, 1048576", "3GB, 3221225472", "1T, 1099511627776"})
    void aQuotaHasAUnit(String text, long bytes) throws Exception {
        assertEquals(bytes, Settings.of(Map.of("quota", text)).quota());
    }

    @Test
    void anEmptyQuotaIsNone() throws Exception {
        assertEquals(Long.MAX_VALUE, Settings.of(Map.of("quota", "")).quota());
    }

    @ParameterizedTest
    @CsvSource({"segment, 0", "segment, 86401", "segment, ten", "segment, 1.5", "fragment, 99", "fragment, 10001",
        "quota, 1023K", "quota, 10X", "quota, -1G", "quota, 9999999999999999999T", "directory, recordings"})
    void whatIsNotAllowedIsRefusedInOneLine(String property, String value) {
        Settings.RefusedSetting refusal = assertThrows(Settings.RefusedSetting.class,
            () -> Settings.of(Map.of(property, value)));
        assertTrue(refusal.getMessage().startsWith("flathead.recorder: " + property + " = " + value
            + " is refused; allowed: "), refusal.getMessage());
        assertEquals(refusal.getMessage(), new RecorderCheck().refusal(Settings.PID, Map.of(property, value)).get());
    }

    @Test
    void aFolderThatCannotBeIsRefused(@TempDir Path place) throws Exception {
        Path file = Files.createFile(place.resolve("file"));
        RecorderCheck check = new RecorderCheck();
        String refusal = check.refusal(Settings.PID, Map.of("directory", file.resolve("in").toString())).get();
        assertTrue(refusal.startsWith("flathead.recorder: directory = " + file), refusal);
        assertTrue(check.refusal(Settings.PID, Map.of("directory", place.resolve("a/b").toString())).isEmpty());
        assertFalse(Files.exists(place.resolve("a")), "a check makes nothing");
    }
}
