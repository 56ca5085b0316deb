package flathead.webrtc.rtp.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.signaling.IceServer;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import flathead.webrtc.rtp.internal.sdp.H264Level;
import flathead.webrtc.rtp.internal.sdp.OfferedVideo;
import flathead.webrtc.rtp.internal.sdp.SendingAnswer;
import flathead.webrtc.rtp.internal.sdp.VideoOffer;
import flathead.webrtc.rtp.internal.transport.IcePolicy;
import flathead.webrtc.rtp.internal.transport.IceTerms;
import flathead.webrtc.rtp.internal.transport.Identity;
import flathead.webrtc.rtp.internal.transport.PeerTransport;
import flathead.webrtc.rtp.internal.transport.ServerNews;
import flathead.webrtc.rtp.internal.transport.WarmUp;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Peers that send H.264 as it comes from an encoder, and receive it as it is.
 *
 * <p>Its certificate and its classes are made ready in the background,
 * so that activation takes no time and the first session little.
 */
@Component(service = PeerFactory.class, configurationPid = RtpCheck.PID,
    property = {PeerFactory.NAME + "=rtp", "service.ranking:Integer=0"})
@Designate(ocd = RtpConfig.class)
public final class RtpPeerFactory implements PeerFactory {
    private static final Logger LOG = LoggerFactory.getLogger(RtpPeerFactory.class);
    /** A camera's settings may change while it is offered: room for 1920x1080 at 120 or 4096x2160 at 30. */
    private static final H264Level LEAST_LEVEL = H264Level.L5_1;
    private static final int MOST_BITS_PER_SECOND = 50_000_000;
    private static final int CNAME_LENGTH = 16;
    /** What is computing when the bundle is stopped is done much sooner. */
    private static final int END_MILLIS = 2_000;

    private final SecureRandom random = new SecureRandom();
    private final WarmUp warmUp = new WarmUp();
    private final FutureTask<Identity> identity = new FutureTask<>(warmUp);
    private final Set<Peer> open = ConcurrentHashMap.newKeySet();
    /** One for the process, so that a receiver may know that its streams share a clock (RFC 7022). */
    private final String cname = word(CNAME_LENGTH);
    private final ServerNews news = new ServerNews();
    private volatile IcePolicy policy = IcePolicy.ALL;
    private volatile boolean closed;

    /** As every setting is at first. */
    public RtpPeerFactory() {
        this(Map.of());
    }

    /** Starts to make ready. */
    @Activate
    public RtpPeerFactory(Map<String, ?> settings) {
        modified(settings);
        Thread thread = new Thread(identity, "flathead-rtp-warmup");
        thread.setDaemon(true);
        thread.start();
    }

    /** Holds from the next session on; what is not allowed changes nothing. */
    @Modified
    public void modified(Map<String, ?> settings) {
        try {
            policy = RtpCheck.policy(settings);
        } catch (IllegalArgumentException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    @Override
    public List<Codec> sends() {
        return List.of(Codec.H264);
    }

    @Override
    public List<Codec> receives() {
        return List.of(Codec.H264);
    }

    @Override
    public List<Codec> serves() {
        return List.of(Codec.H264);
    }

    @Override
    public boolean decodes() {
        return false;
    }

    @Override
    public Peer.Publishing publish(StreamId stream, VideoFormat format, List<IceServer> servers, Feedback upstream,
            Peer.Events events)
            throws MediaException {
        H264Level needed = level(format);
        H264Level level = needed.compareTo(LEAST_LEVEL) > 0 ? needed : LEAST_LEVEL;
        IceTerms terms = terms(servers, true);
        RtpPeer peer = new RtpPeer(stream, ready(), terms, transport -> offer(stream, level, transport), upstream,
            events, NanoClock.SYSTEM, open::remove);
        return opened(peer);
    }

    private static H264Level level(VideoFormat format) throws MediaException {
        if (format.codec() != Codec.H264) {
            throw new MediaException("the rtp stack cannot send " + format.codec() + "; it sends " + Codec.H264);
        }
        return H264Level.of(format.width(), format.height(), format.fps(), MOST_BITS_PER_SECOND);
    }

    private <P extends Peer> P opened(P peer) throws MediaException {
        open.add(peer);
        if (closed) {
            peer.close();
            throw new MediaException("the rtp stack is being stopped");
        }
        return peer;
    }

    @Override
    public Peer.Sending serve(StreamId stream, VideoFormat format, String offer, List<IceServer> servers,
            Feedback upstream, Peer.Events events) throws MediaException {
        H264Level level = level(format);
        OfferedVideo offered = OfferedVideo.wanted(offer);
        IceTerms terms = terms(servers, offered.transport().lite());
        return opened(new ServingRtpPeer(stream, ready(), terms, transport -> answer(stream, level, offered, transport),
            upstream, events, NanoClock.SYSTEM, open::remove));
    }

    private SendingAnswer answer(StreamId stream, H264Level level, OfferedVideo offered, PeerTransport transport) {
        int ssrc = ssrc(0);
        return new SendingAnswer(random.nextLong() >>> 2, offered, ssrc, ssrc(ssrc), cname, token(stream.name()), level,
            transport.local());
    }

    private IceTerms terms(List<IceServer> servers, boolean controlling) throws MediaException {
        IcePolicy now = policy;
        if (now == IcePolicy.RELAY && servers.stream().flatMap(server -> server.urls().stream())
                .noneMatch(url -> url.startsWith("turn"))) {
            throw new MediaException("ice.policy of " + RtpCheck.PID + " is relay, and no TURN server is configured");
        }
        return new IceTerms(servers, now, controlling, news);
    }

    private VideoOffer offer(StreamId stream, H264Level level, PeerTransport transport) {
        int ssrc = ssrc(0);
        return new VideoOffer(random.nextLong() >>> 2, ssrc, ssrc(ssrc), cname, token(stream.name()), level, false,
            transport.local());
    }

    @Override
    public Peer.Receiving receive(StreamId stream, String offer, List<IceServer> servers, Peer.Events events)
            throws MediaException {
        OfferedVideo offered = OfferedVideo.parse(offer);
        // Whoever only answers checks does not choose (RFC 8445, section 6.1.1).
        IceTerms terms = terms(servers, offered.transport().lite());
        ReceivingRtpPeer peer = new ReceivingRtpPeer(stream, ready(), terms, offered, random.nextLong() >>> 2, ssrc(0),
            cname, events, NanoClock.SYSTEM, open::remove);
        return opened(peer);
    }

    private Identity ready() throws MediaException {
        try {
            return identity.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MediaException("interrupted before the rtp stack was ready", e);
        } catch (ExecutionException e) {
            throw new MediaException("the rtp stack cannot work here: " + e.getCause(), e);
        }
    }

    private int ssrc(int taken) {
        int ssrc;
        do {
            ssrc = random.nextInt();
        } while (ssrc == 0 || ssrc == taken);
        return ssrc;
    }

    private String word(int length) {
        StringBuilder word = new StringBuilder(length);
        while (word.length() < length) {
            word.append(Character.forDigit(random.nextInt(36), 36));
        }
        return word.toString();
    }

    /** As a description allows it (RFC 8830). */
    private static String token(String name) {
        StringBuilder token = new StringBuilder();
        for (int i = 0; i < name.length() && i < 64; i++) {
            char c = name.charAt(i);
            token.append(c < 128 && Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.' ? c : '-');
        }
        return token.length() == 0 ? "stream" : token.toString();
    }

    /** Closes what its owners left open; no thread of the warm-up is left. */
    @Deactivate
    public void close() {
        closed = true;
        warmUp.end(END_MILLIS);
        open.forEach(Peer::close);
    }
}
