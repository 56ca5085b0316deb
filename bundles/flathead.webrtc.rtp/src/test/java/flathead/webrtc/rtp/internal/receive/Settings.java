package flathead.webrtc.rtp.internal.receive;

import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings.Extensions;

/** What senders and receivers are made with in tests. */
final class Settings {
    static final Extensions SENDER_EXTENSIONS = new Extensions(1, 2, 3, 4, 5);
    static final int SSRC = 0x3333;
    /** 2026-01-01 in nanoseconds since 1970. */
    static final long WALL = 1_767_225_600_000_000_000L;

    /** The sender's. */
    static final long CLOCK = 77;

    private Settings() {
    }

    static ReceiverSettings receiver() {
        return receiver(ReceiverSettings.Feedback.ALL);
    }

    static ReceiverSettings receiver(ReceiverSettings.Feedback feedback) {
        return new ReceiverSettings(SSRC, "receiver", Link.MEDIA, Link.RTX, 2, 5, feedback, 1_024, WALL + 12_345,
            CLOCK);
    }
}
