package flathead.webrtc.rtp.internal;

import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.signaling.Peer;
import flathead.webrtc.rtp.internal.rtp.RtpSender;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings;
import flathead.webrtc.rtp.internal.rtp.TransportObserver;
import flathead.webrtc.rtp.internal.transport.IceTerms;
import flathead.webrtc.rtp.internal.transport.Identity;
import flathead.webrtc.rtp.internal.transport.SrtpKeys;
import flathead.webrtc.rtp.internal.transport.SrtpSession;
import java.util.function.Consumer;

/**
 * A peer connection that sends one H.264 stream, whoever offered it.
 *
 * <p>A third thread joins those of {@link RtpConnection}: the lane's offers pictures and sends them. Wishes are told by
 * the transport's.
 */
abstract class SendingRtpPeer extends RtpConnection implements Peer.Sending {
    private final Wishes wishes;
    private volatile MediaSender media;
    /** Written by the lane's thread only. */
    private volatile long in;
    private volatile long out;
    private volatile long keyframes;
    private volatile long bytes;

    /**
     * Opens ports; {@link #start} goes on.
     *
     * @param terms of the search for a way
     * @param upstream wants nothing from now on, until media can flow
     * @param gone called once when the peer is closed
     * @throws MediaException if no port can be opened; nothing stays open then
     */
    SendingRtpPeer(StreamId stream, Identity identity, IceTerms terms, Feedback upstream, Peer.Events events,
            NanoClock clock, Consumer<? super RtpConnection> gone) throws MediaException {
        super(stream, identity, terms, events, clock, gone);
        wishes = new Wishes(upstream);
        upstream.limitBitrate(Feedback.NOTHING);
    }

    /** What both descriptions agreed on; the control thread. */
    abstract RtpSenderSettings settings();

    @Override
    final Flow flow(SrtpKeys keys) {
        RtpSenderSettings settings = settings();
        RtpSender sender = new RtpSender(settings, wishes, TransportObserver.NONE);
        media = new MediaSender(sender, new SrtpSession(keys, settings.ssrc(), settings.rtxSsrc()), transport(),
            clock().nanos());
        return media;
    }

    @Override
    final void flows(boolean now) {
        if (now) {
            wishes.open();
        } else {
            wishes.shut();
        }
    }

    @Override
    final void turned() {
        wishes.tell();
    }

    @Override
    public final boolean offer(Media picture) {
        in++;
        MediaSender sender = media;
        if (sender == null || state() != State.CONNECTED || !(picture instanceof EncodedFrame frame)) {
            return false;
        }
        boolean taken = sender.offer(frame, clock().nanos());
        if (taken) {
            out++;
            bytes += frame.size();
            keyframes += frame.keyframe() ? 1 : 0;
        }
        if (wishes.pending()) {
            transport().wake();
        }
        return taken;
    }

    @Override
    public final Stats stats() {
        MediaSender sender = media;
        int waiting = sender == null || isClosing() ? 0 : sender.picturesWaiting();
        long taken = out;
        return new Stats(in, taken - waiting, in - taken, waiting, keyframes, bytes, network(), null);
    }
}
