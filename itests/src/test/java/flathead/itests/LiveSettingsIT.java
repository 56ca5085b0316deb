package flathead.itests;

import static flathead.itests.ConsoleClient.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An operator edits a streaming camera in the web console; each edit is looked for in what the server receives. */
@Alone
class LiveSettingsIT {
    private static final String LEFT = "flathead.camera~left";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long SECOND = 1_000_000_000L;
    private static final Rectangle WHOLE = new Rectangle(8192, 8192);
    /** The colour bars of the test card at 640x480, from white to black. */
    private static final Rectangle LEFT_BARS = new Rectangle(150, 226, 130, 30);
    private static final Rectangle RIGHT_BARS = new Rectangle(360, 226, 130, 30);

    private static LiveRig rig;
    private static String stream;

    @BeforeAll
    static void start() throws Exception {
        rig = LiveRig.start();
        Recording recording = rig.awaitRecorded(System.nanoTime());
        stream = recording.names().stream().filter(name -> name.contains("left")).findFirst().orElseThrow();
    }

    @AfterAll
    static void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    @AfterEach
    void noSessionWasMadeAnew() {
        assertEquals(2, rig.offers().size(), () -> "one offer for each camera: " + rig.offers());
    }

    /** Makes an edit; answers when the request was sent. */
    private static long set(String name, Object value) throws IOException {
        long from = System.nanoTime();
        rig.set(rig.operator, LEFT, name, value.toString());
        return from;
    }

    private static void print(String what, long from, long to) {
        System.out.println(what + ": seen at the receiver " + (to - from) / 1_000_000 + " ms after the POST");
    }

    /** The arrival of the first picture after {@code from} whose distance to the one before, in ms, is like this. */
    private static long firstGap(Recording recording, long from, Predicate<Double> like) {
        List<Recording.Picture> pictures = recording.within(stream, from, Long.MAX_VALUE);
        for (int i = 1; i < pictures.size(); i++) {
            if (like.test((pictures.get(i).nanos() - pictures.get(i - 1).nanos()) / 1e6)) {
                return pictures.get(i).nanos();
            }
        }
        throw new AssertionError("no such picture of " + pictures.size() + "\n" + String.join("\n", rig.pi.log()));
    }

    private static double receivedFps() {
        return rig.received("left").getJsonNumber("fps").doubleValue();
    }

    @Test
    void theRateFollows() throws Exception {
        LiveRig.Count count = rig.count();
        long slow = set("fps", 10);
        Await.until(() -> "10 a second; " + receivedFps(), LIMIT, () -> Math.abs(receivedFps() - 10) < 0.8);
        long fast = set("fps", 30);
        Await.until(() -> "30 a second; " + receivedFps(), LIMIT, () -> Math.abs(receivedFps() - 30) < 1.6);
        Recording recording = rig.awaitRecorded(System.nanoTime());
        print("fps 30 to 10", slow, firstGap(recording, slow, gap -> gap > 85));
        print("fps 10 to 30", fast, firstGap(recording, fast, gap -> gap < 50));
        count.assertNothingIsMissing("fps");
    }

    @Test
    void theBitrateFollows() throws Exception {
        LiveRig.Count count = rig.count();
        long[] last = {bitrate()};
        for (int wanted : List.of(300_000, 1_500_000)) {
            long before = last[0];
            List<Received> received = new ArrayList<>();
            long from = set("bitrate", wanted);
            // A good part of the way there, in means over two seconds: of the encoder, then of the receiver.
            Await.until(() -> wanted + " bit/s encoded; " + rig.camera("left"), LIMIT, () -> {
                look(received);
                return reached(rig.camera("left").getJsonNumber("bitrate").longValue(), wanted, before);
            });
            Await.until(() -> wanted + " bit/s from " + before + "; " + bitrate(), LIMIT, () -> {
                look(received);
                return reached(bitrate(), wanted, before);
            });
            last[0] = bitrate();
            long halfWay = (before + last[0]) / 2;
            print("bitrate to " + wanted + ": half way from " + before + " to " + last[0] + " bit/s over 10 pictures",
                from, passed(received, halfWay, wanted > before));
        }
        count.assertNothingIsMissing("bitrate");
    }

    /** How much of the left camera's stream had come to the server at an instant. */
    private record Received(long nanos, long bytes) {
    }

    private static void look(List<Received> received) {
        long bytes = rig.received("left").getJsonNumber("bytes").longValue();
        if (received.isEmpty() || received.get(received.size() - 1).bytes() != bytes) {
            received.add(new Received(System.nanoTime(), bytes));
        }
    }

    /** The first instant at which the rate over about ten pictures was beyond {@code limit} bit/s. */
    private static long passed(List<Received> received, long limit, boolean upwards) {
        int begin = 0;
        for (Received now : received) {
            while (now.nanos() - received.get(begin + 1 < received.size() ? begin + 1 : begin).nanos() >= SECOND / 3) {
                begin++;
            }
            Received then = received.get(begin);
            if (now.nanos() - then.nanos() >= SECOND / 3) {
                double rate = (now.bytes() - then.bytes()) * 8e9 / (now.nanos() - then.nanos());
                if (upwards ? rate > limit : rate < limit) {
                    return now.nanos();
                }
            }
        }
        throw new AssertionError("never beyond " + limit + " bit/s: " + received);
    }

    private static boolean reached(long bitsPerSecond, int wanted, long before) {
        return wanted < before ? bitsPerSecond < wanted * 1.3 : bitsPerSecond > 2 * before;
    }

    /** Of the encoded stream, as the server receives it. */
    private static long bitrate() {
        return rig.received("left").getJsonNumber("bitrate").longValue();
    }

    @Test
    void theSizeFollowsWithoutANewSession() throws Exception {
        for (int[] size : new int[][] {{1280, 720}, {640, 480}}) {
            int mark = rig.server.log().size();
            LiveRig.Count count = rig.count();
            long from = System.nanoTime();
            HttpResponse<byte[]> answer = format(size[0], size[1], 30);
            assertEquals(302, answer.statusCode(), () -> text(answer));
            String line = "now " + size[0] + "x" + size[1];
            Await.until(() -> line + "\n" + String.join("\n", rig.pi.log()), LIMIT,
                () -> rig.server.log().stream().skip(mark).anyMatch(logged -> logged.contains(line)));
            print(size[0] + "x" + size[1], from, System.nanoTime());
            Await.until("the status has it", LIMIT, () -> rig.received("left").getInt("width") == size[0]);
            Recording recording = rig.awaitRecorded(System.nanoTime() + SECOND);
            System.out.printf("largest gap at the change of size: %.0f ms%n",
                recording.largestGap(stream, from, from + 2 * SECOND));
            count.assertNothingIsMissing("size");
        }
    }

    @Test
    void thePictureGetsBrighter() throws Exception {
        isSeen("brightness", "0.5", "mean luma", LiveSettingsIT::luma, 20);
    }

    @Test
    void aShorterExposureIsDarker() throws Exception {
        isSeen("exposure", "5000", "mean luma", LiveSettingsIT::luma, -10);
    }

    @Test
    void lessContrastBringsLumaTogether() throws Exception {
        isSeen("contrast", "0.3", "mean distance from the mean luma", picture -> {
            double mean = luma(picture);
            return mean(picture, WHOLE, rgb -> Math.abs(luma(rgb) - mean));
        }, -8);
    }

    @Test
    void anotherWhiteBalanceTints() throws Exception {
        isSeen("white.balance", "incandescent", "mean of red less blue",
            picture -> mean(picture, WHOLE, rgb -> (rgb >> 16 & 0xff) - (rgb & 0xff)), -10);
    }

    @Test
    void aFlipPutsTheBrightBarsToTheRight() throws Exception {
        isSeen("flip.horizontal", "true", "luma of the bars at the left less those at the right",
            picture -> mean(picture, LEFT_BARS, LiveSettingsIT::luma) - mean(picture, RIGHT_BARS, LiveSettingsIT::luma),
            -60);
    }

    /**
     * Sets a control, waits until it is seen in the server's preview, and takes it away again.
     *
     * @param what is measured
     * @param change by which it has to differ at least, and into which direction
     */
    private static void isSeen(String name, String value, String what, ToDoubleFunction<BufferedImage> measure,
            double change) throws IOException {
        LiveRig.Count count = rig.count();
        double before = measured(measure);
        long from = set(name, value);
        double[] now = new double[1];
        Await.until(() -> what + ", which was " + before + ": " + now[0], LIMIT, () -> {
            now[0] = measured(measure);
            return change > 0 ? now[0] > before + change : now[0] < before + change;
        });
        print(name + " = " + value + ", " + what + " " + Math.round(before) + " to " + Math.round(now[0])
            + " in the server's preview, which is asked for again and again,", from, System.nanoTime());
        set(name, "");
        Await.until(() -> what + " as before, " + before + ": " + measured(measure), LIMIT,
            () -> Math.abs(measured(measure) - before) < Math.min(8, Math.abs(change) / 2));
        count.assertNothingIsMissing(name);
    }

    /** Of the last picture that the server decoded of the left camera, from its Flathead tab. */
    private static double measured(ToDoubleFunction<BufferedImage> measure) {
        try {
            HttpResponse<byte[]> answer = rig.serversOperator.get(LiveRig.CONSOLE + "/flathead/picture/stream-left");
            return answer.statusCode() != 200 ? Double.NaN
                : measure.applyAsDouble(ImageIO.read(new ByteArrayInputStream(answer.body())));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static double luma(BufferedImage picture) {
        return mean(picture, WHOLE, LiveSettingsIT::luma);
    }

    private static double luma(int rgb) {
        return 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
    }

    private static double mean(BufferedImage picture, Rectangle where, IntToDoubleFunction pixel) {
        Rectangle area = where.intersection(new Rectangle(picture.getWidth(), picture.getHeight()));
        double sum = 0;
        for (int y = area.y; y < area.y + area.height; y++) {
            for (int x = area.x; x < area.x + area.width; x++) {
                sum += pixel.applyAsDouble(picture.getRGB(x, y));
            }
        }
        return sum / area.width / area.height;
    }

    @Test
    void whatTheSessionDidNotPromiseIsRefusedWithTheLimit() throws Exception {
        LiveRig.Count count = rig.count();
        HttpResponse<byte[]> fast = format(4096, 2304, 60);
        assertEquals(400, fast.statusCode());
        assertTrue(text(fast).startsWith(LEFT + ": width, height, fps = 4096, 2304, 60 is refused; allowed: what H.264"
            + " level 5.1, which was offered to the receiver, allows: 36864 macroblocks"), () -> text(fast));
        HttpResponse<byte[]> large = format(8192, 4320, 30);
        assertEquals(400, large.statusCode());
        assertTrue(text(large).startsWith(LEFT + ": width, height, fps = 8192, 4320, 30 is refused; allowed: what an"
            + " encoder that runs can make H264 of"), () -> text(large));
        count.assertNothingIsMissing("a refused size");
    }

    private static HttpResponse<byte[]> format(int width, int height, int fps) throws IOException {
        return rig.operator.post(LiveRig.CONSOLE + "/configMgr/" + LEFT, "apply", "update", "action",
            "ajaxConfigManager", "propertylist", "width,height,fps", "width", Integer.toString(width),
            "height", Integer.toString(height), "fps", Integer.toString(fps));
    }

    @Test
    void whatIsNotAllowedDisturbsNothing() throws Exception {
        LiveRig.Count count = rig.count();
        long from = System.nanoTime();
        HttpResponse<byte[]> answer = rig.trySet(rig.operator, LEFT, "width", "641");
        assertEquals(400, answer.statusCode());
        assertTrue(text(answer).startsWith(LEFT + ": width = 641 is refused; allowed: an even number within 16..8192"),
            () -> text(answer));
        Recording recording = rig.awaitRecorded(System.nanoTime() + SECOND);
        count.assertNothingIsMissing("a refused edit");
        assertEquals(640, rig.received("left").getInt("width"));
        System.out.printf("a refused edit: largest gap %.0f ms%n",
            recording.largestGap(stream, from, Long.MAX_VALUE));
    }
}
