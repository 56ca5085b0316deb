package flathead.webrtc.rtp.internal.rtp;

/** Media packets that left, and their payload bytes; without those sent again. */
final class SendCount {
    private long packets;
    private long bytes;

    void add(int payloadBytes) {
        packets++;
        bytes += payloadBytes;
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }
}
