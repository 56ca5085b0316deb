package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpCodecCapability;
import dev.onvoid.webrtc.RTCRtpSender;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.MediaType;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import flathead.signaling.Candidate;
import flathead.testkit.Await;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Another libwebrtc peer, in the role of a robot: it offers a camera whose left half is dark and right half bright. */
final class Sender implements AutoCloseable {
    static final int DARK = 60;
    static final int BRIGHT = 180;

    final List<RTCIceCandidate> candidates = new CopyOnWriteArrayList<>();

    private final CompletableFuture<Void> gathered = new CompletableFuture<>();
    private final CustomVideoSource source = new CustomVideoSource();
    private final VideoTrack track;
    private final RTCRtpSender sender;
    private final RTCPeerConnection connection;
    private ScheduledExecutorService pusher;
    private volatile int width = 640;
    private volatile int height = 480;
    private volatile int count;

    Sender(PeerConnectionFactory factory, String codec, RTCRtpTransceiverDirection direction) {
        track = factory.createVideoTrack("camera", source);
        connection = factory.createPeerConnection(new RTCConfiguration(), new PeerConnectionObserver() {
            @Override
            public void onIceCandidate(RTCIceCandidate candidate) {
                candidates.add(candidate);
            }

            @Override
            public void onIceGatheringChange(RTCIceGatheringState to) {
                if (to == RTCIceGatheringState.COMPLETE) {
                    gathered.complete(null);
                }
            }
        });
        sender = connection.addTrack(track, List.of("robot"));
        RTCRtpTransceiver transceiver = connection.getTransceivers()[0];
        transceiver.setDirection(direction);
        List<RTCRtpCodecCapability> preferred = factory.getRtpSenderCapabilities(MediaType.VIDEO).getCodecs().stream()
            .filter(c -> c.getName().equalsIgnoreCase(codec) || c.getName().equalsIgnoreCase("rtx")).toList();
        transceiver.setCodecPreferences(preferred);
    }

    static Sender of(PeerConnectionFactory factory, String codec) {
        return new Sender(factory, codec, RTCRtpTransceiverDirection.SEND_ONLY);
    }

    /** The offer with every candidate in it. */
    String offer() throws Exception {
        offerWithoutCandidates();
        gathered.get(10, TimeUnit.SECONDS);
        return connection.getLocalDescription().sdp;
    }

    /** The offer as it is before anything was gathered. */
    String offerWithoutCandidates() throws Exception {
        CompletableFuture<RTCSessionDescription> made = new CompletableFuture<>();
        connection.createOffer(new RTCOfferOptions(), new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                made.complete(description);
            }

            @Override
            public void onFailure(String error) {
                made.completeExceptionally(new IllegalStateException(error));
            }
        });
        RTCSessionDescription offer = made.get(10, TimeUnit.SECONDS);
        Setting set = new Setting();
        connection.setLocalDescription(offer, set);
        set.done.get(10, TimeUnit.SECONDS);
        return offer.sdp;
    }

    void answer(String sdp) throws Exception {
        Setting set = new Setting();
        connection.setRemoteDescription(new RTCSessionDescription(RTCSdpType.ANSWER, sdp), set);
        set.done.get(10, TimeUnit.SECONDS);
    }

    void candidate(Candidate candidate) {
        connection.addIceCandidate(
            new RTCIceCandidate(candidate.sdpMid(), candidate.sdpMLineIndex(), candidate.candidate()));
    }

    void size(int newWidth, int newHeight) {
        width = newWidth;
        height = newHeight;
    }

    /** How many pictures were pushed. */
    int pushed() {
        return count;
    }

    /** Begins to push 30 pictures a second. */
    void start() {
        pusher = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "test-sender"));
        pusher.scheduleAtFixedRate(this::push, 0, 1_000_000_000L / 30, TimeUnit.NANOSECONDS);
    }

    private void push() {
        NativeI420Buffer buffer = NativeI420Buffer.allocate(width, height);
        VideoFrame frame = new VideoFrame(buffer, System.nanoTime());
        paint(buffer.getDataY(), buffer.getStrideY(), buffer.getWidth(), buffer.getHeight());
        fill(buffer.getDataU());
        fill(buffer.getDataV());
        source.pushFrame(frame);
        frame.release();
    }

    private void paint(ByteBuffer luma, int stride, int w, int h) {
        int bar = 4 * count % h;
        count = count + 1;
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int pixel = x < w / 2 ? DARK : BRIGHT;
                luma.put(y * stride + x, (byte) (y == bar ? pixel + 20 : pixel));
            }
        }
    }

    private static void fill(ByteBuffer chroma) {
        for (int i = 0; i < chroma.capacity(); i++) {
            chroma.put(i, (byte) 128);
        }
    }

    @Override
    public void close() {
        if (pusher != null) {
            pusher.shutdown();
            Await.until("the pusher's end", pusher::isTerminated);
        }
        connection.removeTrack(sender);
        NativeReference reference = NativeReference.to(connection);
        connection.close();
        reference.giveBack();
        track.dispose();
        source.dispose();
    }

    private static final class Setting implements SetSessionDescriptionObserver {
        final CompletableFuture<Void> done = new CompletableFuture<>();

        @Override
        public void onSuccess() {
            done.complete(null);
        }

        @Override
        public void onFailure(String error) {
            done.completeExceptionally(new IllegalStateException(error));
        }
    }
}
