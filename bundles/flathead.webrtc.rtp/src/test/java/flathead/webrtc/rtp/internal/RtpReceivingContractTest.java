package flathead.webrtc.rtp.internal;

import flathead.signaling.PeerFactory;
import flathead.testkit.PeerFactoryContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, held by the part that receives. */
class RtpReceivingContractTest extends PeerFactoryContract {
    private static RtpPeerFactory factory;

    @BeforeAll
    static void open() {
        factory = new RtpPeerFactory();
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @Override
    protected PeerFactory factory() {
        return new PartOfFactory(factory, PartOfFactory.Part.RECEIVES);
    }

    @Override
    protected String offer() {
        return file("sdp/offer-chromium-156.sdp");
    }

    static String file(String name) {
        try (InputStream in = RtpReceivingContractTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
