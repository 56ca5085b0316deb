package flathead.webrtc.rtp.internal.receive;

import flathead.webrtc.rtp.internal.rtp.RtcpListener;
import flathead.webrtc.rtp.internal.rtp.RtcpReader;
import java.util.ArrayList;
import java.util.List;

/** Writes down what RTCP said, read as our sender reads it. */
final class Said implements RtcpListener {
    private final List<String> all = new ArrayList<>();

    static List<String> in(byte[] packet, int length) {
        Said said = new Said();
        RtcpReader reader = new RtcpReader(said);
        reader.read(packet, 0, length);
        if (reader.malformed() > 0) {
            throw new AssertionError("malformed");
        }
        return said.all;
    }

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
}
