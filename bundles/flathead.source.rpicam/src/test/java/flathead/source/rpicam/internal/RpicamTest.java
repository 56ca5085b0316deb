package flathead.source.rpicam.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.testkit.Await;
import flathead.testkit.Collector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RpicamTest {
    private static final CaptureSettings SETTINGS =
        new CaptureSettings("0", new VideoFormat(Codec.I420, 320, 240, 50), Map.of());
    private final Collector out = new Collector();

    @BeforeEach
    void onLinux() {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "rpicam-vid is for Linux");
    }

    private static void awaitFailure(Collector out) {
        Await.until("it fails", Duration.ofSeconds(20), () -> out.failure() != null);
    }

    @Test
    void itListsWhatTheProgramLists() throws Exception {
        List<Rpicam.Listed> cameras = StandIn.rpicam().cameras();
        assertEquals(2, cameras.size());
        assertEquals("imx708_wide", cameras.get(1).model());
        assertEquals("/base/axi/pcie@1000120000/rp1/i2c@80000/imx708@1a", cameras.get(1).id());
        assertEquals(List.of(), Rpicam.list("No cameras available!\n"));
        assertNull(Rpicam.find("/nowhere"));
    }

    @Test
    void picturesAreThoseOfTheProgram() throws Exception {
        out.keep(3);
        CaptureLink link = StandIn.factory("").open(SETTINGS, out);
        Await.until(() -> "pictures, " + out.failure(), Duration.ofSeconds(20), () -> out.kept().size() == 3);
        for (int i = 0; i < 3; i++) {
            Frame frame = (Frame) out.kept().get(i);
            assertEquals(i, frame.memory().plane(0).get(320 * 240 - 1));
            assertEquals((byte) 128, frame.memory().plane(2).get(160 * 120 - 1));
        }
        link.close();
        out.release();
        assertEquals(0, link.stats().inFlight());
        assertEquals(0, out.failures());
    }

    @Test
    void aProgramThatEndsIsAFailureWithItsWords() throws Exception {
        CaptureLink link = StandIn.factory("fail 5").open(SETTINGS, out);
        awaitFailure(out);
        assertEquals(5, out.count());
        assertTrue(out.failure().getMessage().contains("rpicam camera 0")
            && out.failure().getMessage().contains("failed to allocate capture buffers"), out.failure().getMessage());
        link.close();
    }

    @Test
    void aProgramThatHangsIsEnded() throws Exception {
        CaptureLink link = StandIn.factory("hang 3").open(SETTINGS, out);
        awaitFailure(out);
        assertTrue(out.failure().getMessage().contains("timed out"), out.failure().getMessage());
        link.close();
    }

    @Test
    void thereAreNoLiveSettingsAndItSaysSo() throws Exception {
        CaptureLink link = StandIn.factory("").open(SETTINGS, out);
        assertEquals(List.of(), link.controls());
        MediaException refusal = assertThrows(MediaException.class, () -> link.apply(
            new CaptureSettings("0", SETTINGS.format(), Map.of("brightness", "0.5"))));
        assertTrue(refusal.getMessage().contains("brightness") && refusal.getMessage().contains("none while it runs"),
            refusal.getMessage());
        link.close();
        MediaException width = assertThrows(MediaException.class, () -> StandIn.factory("").open(
            new CaptureSettings("0", new VideoFormat(Codec.I420, 648, 480, 30), Map.of()), out));
        assertTrue(width.getMessage().contains("width = 648 is not allowed; a multiple of 64"), width.getMessage());
    }
}
