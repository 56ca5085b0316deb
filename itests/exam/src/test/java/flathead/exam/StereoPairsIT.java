package flathead.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import flathead.api.StereoConsumer;
import flathead.api.StereoMonitor;
import flathead.api.StereoStatus;
import flathead.api.StreamStatus;
import flathead.testkit.Await;
import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Who takes stereo pairs comes, goes and hangs, in the demo's runtime, with two cameras 7 ms apart. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class StereoPairsIT {
    private static final String RECEIVED = "received";
    private static final int PAIRS = 60;

    @Inject
    private BundleContext context;
    @Inject
    private ConfigurationAdmin configurations;

    /** The bundles of {@code demo.jar}. */
    @Configuration
    public Option[] runtime() {
        return ExportedRuntime.of("demo");
    }

    private void configure(org.osgi.service.cm.Configuration which, String name, Object value) throws IOException {
        Dictionary<String, Object> properties = which.getProperties();
        Dictionary<String, Object> next = properties == null ? new Hashtable<>() : properties;
        next.put(name, value);
        which.update(next);
    }

    private org.osgi.service.cm.Configuration factory(String pid, String name) throws IOException {
        return configurations.getFactoryConfiguration(pid, name, "?");
    }

    private Bundle bundle(String name) {
        return Stream.of(context.getBundles()).filter(each -> each.getSymbolicName().equals(name)).findAny()
            .orElseThrow();
    }

    /** Nobody but who takes pairs wants decoded pictures, and those come encoded. */
    @Before
    public void twoStreams() throws IOException, BundleException {
        configure(configurations.getConfiguration("flathead.session", "?"), "receive", "encoded");
        configure(factory("flathead.camera", "left"), "phase", "0");
        configure(factory("flathead.camera", "right"), "phase", "7");
        bundle("flathead.webrtc.libwebrtc").stop();
        bundle("flathead.meter").stop();
        long before = pairing().pairs();
        Await.until(() -> "pairs are counted: " + pairing() + " " + streams(), ShippedRuntime.LIMIT,
            () -> pairing().pairs() >= before + PAIRS && pairing().clock() == StereoStatus.Clock.SENDER);
    }

    @After
    public void asItWas() throws BundleException {
        bundle("flathead.meter").start();
        bundle("flathead.webrtc.libwebrtc").start();
    }

    private StereoStatus pairing() {
        return Services.of(context, StereoMonitor.class).map(StereoMonitor::status)
            .filter(each -> each.name().equals(RECEIVED)).findAny()
            .orElse(new StereoStatus("none yet", "", "", "", null, 0, 0, 0, 0, 0, null, List.of()));
    }

    private List<StreamStatus> streams() {
        return Services.streams(context).filter(each -> each.source().equals("remote")).toList();
    }

    private ServiceRegistration<StereoConsumer> register(StereoConsumer consumer, String name) {
        return context.registerService(StereoConsumer.class, consumer,
            new Hashtable<>(Map.of(StereoConsumer.NAME, name)));
    }

    private void awaitPairs(PairWatch watch, int more) {
        int before = watch.pairs();
        Await.until(() -> more + " pairs; " + watch + "; " + pairing(), ShippedRuntime.LIMIT,
            () -> watch.pairs() >= before + more);
    }

    private void awaitDecoders(boolean wanted) {
        Await.until(() -> (wanted ? "decoded" : "not decoded") + ": " + streams(), ShippedRuntime.LIMIT,
            () -> streams().size() == 2 && streams().stream().allMatch(each -> each.decoder().isEmpty() != wanted));
    }

    @Test
    public void decodingIsForThoseWhoWantPairsAlone() {
        awaitDecoders(false);
        for (int round = 0; round < 2; round++) {
            PairWatch watch = new PairWatch(RECEIVED, 7);
            ServiceRegistration<StereoConsumer> registration = register(watch, "watch");
            awaitPairs(watch, PAIRS);
            awaitDecoders(true);
            StereoStatus status = pairing();
            System.out.println("stereo at the demo's server: " + watch + "; " + status);
            assertEquals(watch.toString(), 0, watch.wrong());
            assertTrue(watch.toString(), watch.largestError() < 0.05);
            assertTrue("the pairs of the cameras themselves, too: " + watch, watch.others() > 0);
            assertEquals("watch", status.consumers().get(0).name());
            registration.unregister();
            int last = watch.pairs() + watch.others();
            awaitDecoders(false);
            assertEquals("nothing comes any more", last, watch.pairs() + watch.others());
            long counted = pairing().pairs();
            Await.until("pairs are counted all the same", ShippedRuntime.LIMIT,
                () -> pairing().pairs() >= counted + PAIRS);
        }
    }

    @Test
    public void oneThatHangsDisturbsNobody() {
        CountDownLatch latch = new CountDownLatch(1);
        PairWatch hung = new PairWatch(RECEIVED, 7);
        PairWatch good = new PairWatch(RECEIVED, 7);
        hung.hangUntil(latch);
        ServiceRegistration<StereoConsumer> first = register(hung, "hung");
        ServiceRegistration<StereoConsumer> second = register(good, "good");
        ServiceRegistration<StereoConsumer> third = register(pair -> {
            throw new IllegalStateException("a consumer of the test throws");
        }, "bad");
        awaitPairs(good, PAIRS);
        Await.until(() -> "it is found out: " + pairing(), ShippedRuntime.LIMIT, () -> pairing().consumers().stream()
            .anyMatch(each -> each.name().equals("hung") && each.hangs()));
        awaitPairs(good, PAIRS);
        assertEquals(1, hung.pairs());
        assertTrue(pairing().toString(), pairing().consumers().stream()
            .anyMatch(each -> each.name().equals("bad") && each.failed() > PAIRS / 2));
        first.unregister();
        awaitPairs(good, PAIRS);
        latch.countDown();
        third.unregister();
        second.unregister();
        assertEquals(good.toString(), 0, good.wrong());
    }

    @Test
    public void aFilterChoosesWhoGetsThem() throws IOException {
        PairWatch one = new PairWatch(RECEIVED, 7);
        PairWatch other = new PairWatch(RECEIVED, 7);
        org.osgi.service.cm.Configuration pair = factory("flathead.stereo", RECEIVED);
        ServiceRegistration<StereoConsumer> first = register(one, "one");
        ServiceRegistration<StereoConsumer> second = register(other, "other");
        configure(pair, "consumer.target", "(" + StereoConsumer.NAME + "=other)");
        Await.until(() -> "the other alone: " + pairing(), ShippedRuntime.LIMIT,
            () -> pairing().consumers().size() == 1 && pairing().consumers().get(0).name().equals("other"));
        awaitPairs(other, PAIRS);
        configure(pair, "consumer.target", "");
        Await.until(() -> "both: " + pairing(), ShippedRuntime.LIMIT, () -> pairing().consumers().size() == 2);
        awaitPairs(one, PAIRS);
        first.unregister();
        second.unregister();
    }
}
