package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpEncodingParameters;
import dev.onvoid.webrtc.RTCRtpSendParameters;
import dev.onvoid.webrtc.RTCRtpSender;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCStats;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.signaling.Peer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer connection of libwebrtc that offers one stream, takes its raw pictures, and encodes and sends them, in
 * whichever codec the other side takes. The offer waits for its candidates, as the other side may not take any later,
 * and may send none itself: libwebrtc then learns the way from where its checks come.
 *
 * <p>Pictures come on the thread of the stream's lane and are copied there, once. How fast and how well they are
 * encoded is libwebrtc's to say: the pictures are wanted without a limit while they can be sent.
 */
final class PublishingPeer extends NativePeer implements Peer.Publishing {
    private static final Logger LOG = LoggerFactory.getLogger(PublishingPeer.class);

    private final Lane lane;
    private final Feedback upstream;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile SendReport report = SendReport.NONE;
    private volatile RawTrack track;
    /** Written by the lane of the stream only. */
    private volatile long in;
    private volatile long pushed;

    // On the lane only.
    private int bitrate;
    private RTCRtpTransceiver transceiver;
    private RTCRtpSender sender;

    /**
     * Opens nothing yet.
     *
     * @param bitrate the most to send, in bit/s
     */
    PublishingPeer(StreamId stream, int bitrate, Feedback upstream, Peer.Events events, Lane lane, NanoClock clock,
            Consumer<NativePeer> gone) {
        super(stream, events, lane, clock, false, gone);
        this.lane = lane;
        this.bitrate = bitrate;
        this.upstream = upstream;
    }

    @Override
    void begin(NativeStack stack, RTCPeerConnection with) throws MediaException {
        track = new RawTrack(stack.factory(), stream().camera());
        Natives.down("no track", () -> {
            transceiver = with.addTransceiver(track.track(), sendonly());
            transceiver.setCodecPreferences(stack.sendCodecs());
            sender = transceiver.getSender();
        });
        Natives.down("no offer", () -> with.createOffer(new RTCOfferOptions(), new Creating()));
    }

    private RTCRtpTransceiverInit sendonly() {
        RTCRtpEncodingParameters encoding = new RTCRtpEncodingParameters();
        encoding.active = true;
        encoding.maxBitrate = bitrate;
        RTCRtpTransceiverInit init = new RTCRtpTransceiverInit();
        init.direction = RTCRtpTransceiverDirection.SEND_ONLY;
        init.streamIds.add(stream().camera());
        init.sendEncodings.add(encoding);
        return init;
    }

    @Override
    void created(String sdp) {
        describe(RTCSdpType.OFFER, sdp);
    }

    @Override
    public void answer(String sdp) throws MediaException {
        Description.answer(sdp);
        if (isClosed()) {
            return;
        }
        if (!answered.compareAndSet(false, true)) {
            throw new MediaException(stream() + " was answered already; one answer is allowed");
        }
        lane.call(() -> {
            take(RTCSdpType.ANSWER, sdp, () -> { });
            return null;
        });
    }

    @Override
    void stateChanged(State now) {
        upstream.limitBitrate(now == State.CONNECTED ? Feedback.UNLIMITED : Feedback.NOTHING);
    }

    @Override
    public boolean offer(Media media) {
        in = in + 1;
        RawTrack to = track;
        if (to == null || state() != State.CONNECTED || !(media instanceof Frame frame) || !to.push(frame)) {
            return false;
        }
        pushed = pushed + 1;
        return true;
    }

    /** Another limit, from now on; in bit/s. On the lane. */
    void limit(int bitsPerSecond) {
        bitrate = bitsPerSecond;
        if (sender == null) {
            return;
        }
        try {
            Natives.down("bitrate", () -> {
                RTCRtpSendParameters parameters = sender.getParameters();
                for (RTCRtpEncodingParameters encoding : parameters.encodings) {
                    encoding.maxBitrate = bitsPerSecond;
                }
                sender.setParameters(parameters);
            });
        } catch (MediaException e) {
            LOG.warn("{}: {}", stream(), e.getMessage());
        }
    }

    /** The most to send, as libwebrtc has it, in bit/s. On the lane. */
    List<Integer> limits() {
        return sender.getParameters().encodings.stream().map(encoding -> encoding.maxBitrate).toList();
    }

    @Override
    void reported(Map<String, RTCStats> stats) {
        report = SendReport.read(stats, report);
    }

    @Override
    Stats.Network lastNetwork() {
        return report.network();
    }

    /** Pictures that libwebrtc took and left out, for want of rate or time, are dropped here. */
    @Override
    public Stats stats() {
        Stats.Network network = network();
        SendReport last = report;
        long taken = in;
        long out = Math.max(0, pushed - last.leftOut());
        return new Stats(taken, out, taken - out, 0, last.keyframes(), network.bytes(), network, null);
    }

    @Override
    void ending(RTCPeerConnection last) {
        RawTrack from = track;
        if (from != null) {
            from.stop();
        }
        if (last != null && sender != null) {
            try {
                Natives.down("the track's end", () -> last.removeTrack(sender));
            } catch (MediaException e) {
                LOG.debug("{}: {}", stream(), e.getMessage());
            }
        }
        sender = null;
    }

    @Override
    void ended() {
        if (transceiver != null) {
            NativeReference.to(transceiver).giveBack();
            transceiver = null;
        }
        RawTrack last = track;
        track = null;
        if (last != null) {
            last.dispose();
        }
    }
}
