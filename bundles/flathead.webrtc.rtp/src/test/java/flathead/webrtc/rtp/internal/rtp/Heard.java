package flathead.webrtc.rtp.internal.rtp;

import java.util.ArrayList;
import java.util.List;

/** Writes down what RTCP said. */
public final class Heard implements RtcpListener {
    final List<String> all = new ArrayList<>();

    @Override
    public void report(int ssrc, int fraction, int lost, int highest, int jitter, int lastReport, int delay) {
        all.add(String.format("report %08x fraction %d lost %d highest %d jitter %d lsr %08x dlsr %d", ssrc, fraction,
            lost, highest, jitter, lastReport, delay));
    }

    @Override
    public void nack(int ssrc, int sequence) {
        all.add(String.format("nack %08x %d", ssrc, sequence));
    }

    @Override
    public void pictureLoss(int ssrc) {
        all.add(String.format("pli %08x", ssrc));
    }

    @Override
    public void fullPicture(int sender, int ssrc, int request) {
        all.add(String.format("fir %08x %08x %d", sender, ssrc, request));
    }

    @Override
    public void bitrate(int ssrc, long bitsPerSecond) {
        all.add(String.format("remb %08x %d", ssrc, bitsPerSecond));
    }

    @Override
    public void referenceTime(int sender, int time) {
        all.add(String.format("time %08x %08x", sender, time));
    }

    @Override
    public void bye(int ssrc) {
        all.add(String.format("bye %08x", ssrc));
    }

    @Override
    public void arrived(int sequence, long arrivalMicros) {
        all.add("arrived " + sequence + " " + arrivalMicros);
    }

    @Override
    public void missing(int sequence) {
        all.add("missing " + sequence);
    }

    @Override
    public void transportFeedbackEnded() {
        all.add("end");
    }

    /** What a reader makes of a packet. */
    static List<String> in(String hex) {
        // Not at the array's begin, so that a wrong offset shows.
        byte[] packet = Senders.hex("ffffff" + hex + "ffff");
        return in(packet, 3, packet.length - 5);
    }

    /** What a reader makes of the first bytes of an array. */
    public static List<String> in(byte[] packet, int length) {
        return in(packet, 0, length);
    }

    private static List<String> in(byte[] packet, int from, int length) {
        Heard heard = new Heard();
        RtcpReader reader = new RtcpReader(heard);
        reader.read(packet, from, length);
        if (reader.malformed() > 0) {
            heard.all.add("malformed " + reader.malformed());
        }
        return heard.all;
    }
}
