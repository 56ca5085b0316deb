package flathead.webrtc.rtp.internal;

import flathead.api.EncodedFrame;
import flathead.api.Stats;
import flathead.webrtc.rtp.internal.rtp.RtpSender;
import flathead.webrtc.rtp.internal.rtp.SenderCounters;
import flathead.webrtc.rtp.internal.transport.PeerTransport;
import flathead.webrtc.rtp.internal.transport.SrtpSession;
import java.nio.ByteBuffer;

/**
 * The RTP sender with SRTP and the port behind it. What is due is sent by whoever comes by: the thread that offers a
 * picture sends its first burst at once, the transport's thread sends the rest. The lock is held for that long, over
 * our own code, the ciphers and a system call that does not block. Nothing is allocated here.
 */
final class MediaSender implements Flow {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final RtpSender sender;
    private final SrtpSession srtp;
    private final PeerTransport transport;
    private final byte[] packet = new byte[RtpSender.PACKET_CAPACITY + SrtpSession.MOST_GROWTH];
    private final byte[] arrived = new byte[RtpSender.PACKET_CAPACITY];
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(packet.length);
    private long nextTurn;
    private long unsent;

    MediaSender(RtpSender sender, SrtpSession srtp, PeerTransport transport, long nowNanos) {
        this.sender = sender;
        this.srtp = srtp;
        this.transport = transport;
        this.nextTurn = nowNanos;
    }

    /** Takes an access unit and sends what may leave now. The thread of the stream's lane. */
    synchronized boolean offer(EncodedFrame frame, long nowNanos) {
        boolean taken = sender.offer(frame, nowNanos);
        sendDue(nowNanos);
        if (nowNanos + untilDue(nowNanos) - nextTurn < 0) {
            transport.wake();
        }
        return taken;
    }

    /** Sends what is due; answers for how long nothing will be. The transport's thread. */
    @Override
    public synchronized long turn(long nowNanos) {
        sendDue(nowNanos);
        long wait = untilDue(nowNanos);
        nextTurn = nowNanos + wait;
        return wait;
    }

    private long untilDue(long nowNanos) {
        return Math.min(NANOS_PER_SECOND, sender.waitNanos(nowNanos));
    }

    private void sendDue(long nowNanos) {
        for (int length = sender.pollRtp(packet, nowNanos); length > 0; length = sender.pollRtp(packet, nowNanos)) {
            send(srtp.protectRtp(packet, length));
        }
        for (int length = sender.pollRtcp(packet, nowNanos); length > 0; length = sender.pollRtcp(packet, nowNanos)) {
            send(srtp.protectRtcp(packet, length));
        }
    }

    private void send(int length) {
        datagram.clear().put(0, packet, 0, length).limit(length);
        if (length == 0 || !transport.send(datagram)) {
            unsent++;
        }
    }

    /** Takes an SRTCP packet; SRTP is not for a sender. The transport's thread. */
    @Override
    public synchronized boolean arrived(ByteBuffer srtcp, long nowNanos) {
        int length = srtcp.remaining();
        if (length > arrived.length || length < 2 || !isRtcp(srtcp.get(srtcp.position() + 1))) {
            return false;
        }
        srtcp.get(arrived, 0, length);
        int opened = srtp.unprotectRtcp(arrived, length);
        if (opened > 0) {
            sender.receiveRtcp(arrived, 0, opened, nowNanos);
        }
        return opened > 0;
    }

    /** RFC 5761, section 4: packet types 192 to 223. */
    private static boolean isRtcp(byte type) {
        return (type & 0xe0) == 0xc0;
    }

    /** Says goodbye; takes nothing any more. */
    @Override
    public synchronized void close(long nowNanos) {
        sender.close();
        sendDue(nowNanos);
    }

    @Override
    public synchronized Stats.Network network() {
        return sender.network();
    }

    synchronized SenderCounters counters() {
        return sender.counters();
    }

    synchronized int picturesWaiting() {
        return sender.picturesWaiting();
    }

    /** Packets that the system would not take. */
    synchronized long unsent() {
        return unsent;
    }
}
