package flathead.webrtc.rtp.internal;

import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.testkit.Await;
import flathead.webrtc.rtp.internal.sdp.Fingerprint;
import flathead.webrtc.rtp.internal.sdp.SessionDescription;
import flathead.webrtc.rtp.internal.sdp.TransportDescription;
import flathead.webrtc.rtp.internal.transport.IcePolicy;
import flathead.webrtc.rtp.internal.transport.IceTerms;
import flathead.webrtc.rtp.internal.transport.Identity;
import flathead.webrtc.rtp.internal.transport.PeerTransport;
import flathead.webrtc.rtp.internal.transport.ServerNews;
import flathead.webrtc.rtp.internal.transport.SrtpKeys;
import flathead.webrtc.rtp.internal.transport.SrtpSession;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The other side of a peer: answers its offer, shakes hands, counts what it gets, and asks for keyframes. */
final class TestReceiver implements Peer.Events, PeerTransport.Listener, AutoCloseable {
    private static final int SSRC = 77;

    final List<Peer.State> states = new CopyOnWriteArrayList<>();
    final AtomicInteger packets = new AtomicInteger();
    volatile String offer;
    volatile MediaException failure;
    volatile String ownFailure;
    /** Called in each event of the peer's. */
    volatile Runnable onEvent = () -> { };
    /** The identity that the answer names; another than ours is a forgery. */
    volatile Fingerprint named;

    private final Identity identity = new Identity();
    private final PeerTransport transport;
    private volatile String setup = "active";
    private volatile SrtpSession srtp;

    TestReceiver() throws MediaException {
        this(false);
    }

    /** Either answers, or offers to receive. */
    TestReceiver(boolean offers) throws MediaException {
        transport = new PeerTransport("test-receiver", identity,
            new IceTerms(List.of(), IcePolicy.ALL, offers, new ServerNews()), NanoClock.SYSTEM, this);
        transport.start();
        named = identity.fingerprint();
    }

    /** Waits for the offer and answers it, as {@code active} or {@code passive}. */
    String answer(String role) throws MediaException {
        Await.until("an offer", () -> offer != null);
        setup = role;
        String sdp = sdp(role);
        transport.connect(offered());
        return sdp;
    }

    /** What it offers to receive, as {@code actpass}, {@code active} or {@code passive}. */
    String wish(String role) {
        setup = role.equals("active") ? role : "passive";
        return sdp(role);
    }

    private String sdp(String role) {
        TransportDescription local = transport.local();
        StringBuilder sdp = new StringBuilder(String.join("\r\n", "v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0",
            "a=group:BUNDLE 0", "m=video 9 UDP/TLS/RTP/SAVPF 102 103", "c=IN IP4 0.0.0.0", "a=mid:0", "a=recvonly",
            "a=rtcp-mux", "a=ice-ufrag:" + local.ufrag(), "a=ice-pwd:" + local.password(),
            "a=fingerprint:sha-256 " + named.value(), "a=setup:" + role, "a=rtpmap:102 H264/90000",
            "a=fmtp:102 packetization-mode=1;level-asymmetry-allowed=1;profile-level-id=42e01f",
            "a=rtcp-fb:102 nack pli", "a=rtpmap:103 rtx/90000", "a=fmtp:103 apt=102", ""));
        local.candidates().forEach(candidate -> sdp.append("a=").append(candidate).append("\r\n"));
        return sdp.toString();
    }

    private TransportDescription offered() throws MediaException {
        return SessionDescription.parse(offer).media().get(0).transport();
    }

    /** Answers, and waits until pictures may be sent. */
    void connect(Peer.Publishing peer) throws MediaException {
        peer.answer(answer("active"));
        awaitConnected(peer);
    }

    /** Waits for the answer to its wish, and until pictures may be sent. */
    void connectServed(Peer.Sending peer) throws MediaException {
        Await.until("an answer", () -> offer != null);
        transport.connect(offered());
        awaitConnected(peer);
    }

    private void awaitConnected(Peer peer) {
        Await.until(() -> "connected; " + states + " " + failure + " " + ownFailure,
            java.time.Duration.ofSeconds(20), () -> peer.state() == Peer.State.CONNECTED && srtp != null);
    }

    /** Asks for a keyframe (RFC 4585, section 6.3.1). */
    void pictureLoss(int media) {
        byte[] pli = {(byte) 0x81, (byte) 206, 0, 2, 0, 0, 0, SSRC, (byte) (media >> 24), (byte) (media >> 16),
            (byte) (media >> 8), (byte) media};
        byte[] data = java.util.Arrays.copyOf(pli, pli.length + SrtpSession.MOST_GROWTH);
        transport.send(ByteBuffer.wrap(data, 0, srtp.protectRtcp(data, pli.length)));
    }

    /** The SSRC that the offer names for the media. */
    int ssrc() {
        String after = offer.substring(offer.indexOf("a=ssrc:") + "a=ssrc:".length());
        return Integer.parseUnsignedInt(after.substring(0, after.indexOf(' ')));
    }

    /** Goes without a word. */
    void vanish() {
        transport.close();
    }

    void sayGoodbye() {
        transport.closeDtls();
    }

    @Override
    public void close() {
        transport.abortHandshake();
        transport.close();
    }

    // --- from the peer

    @Override
    public void described(String sdp) {
        offer = sdp;
        onEvent.run();
    }

    @Override
    public void candidate(Candidate candidate) {
        onEvent.run();
    }

    @Override
    public void state(Peer.State state) {
        states.add(state);
        onEvent.run();
    }

    @Override
    public void failed(MediaException cause) {
        failure = cause;
        onEvent.run();
    }

    // --- from our transport

    @Override
    public void gathered() {
    }

    @Override
    public void candidate(String candidate) {
    }

    @Override
    public void iceConnected() {
        Thread thread = new Thread(() -> {
            try {
                SrtpKeys keys = transport.handshake(setup.equals("active"), offered().fingerprints(), 20_000);
                srtp = new SrtpSession(keys, SSRC);
                transport.takeMedia();
            } catch (MediaException e) {
                ownFailure = e.getMessage();
            }
        }, "test-handshake");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void consented() {
    }

    @Override
    public void iceFailed() {
        ownFailure = "no way";
    }

    @Override
    public void dtlsArrived() {
    }

    @Override
    public boolean rtpArrived(ByteBuffer packet) {
        packets.incrementAndGet();
        return false;
    }

    @Override
    public long turn() {
        return 100_000_000;
    }

    @Override
    public void broke(Exception cause) {
        ownFailure = cause.toString();
    }
}
