package flathead.frames.internal;

import flathead.api.Frame;
import flathead.api.FrameConsumer;
import flathead.api.StreamId;
import flathead.lending.Loan;

/** A picture on its way to one consumer; holds it. Made once and filled again and again. */
final class LentFrame implements Loan<Arrival> {
    private StreamId stream;
    private Frame frame;

    @Override
    public void fill(Arrival from) {
        from.frame.retain();
        stream = from.stream;
        frame = from.frame;
    }

    @Override
    public void clear() {
        Frame held = frame;
        frame = null;
        held.close();
    }

    static void lend(FrameConsumer consumer, LentFrame loan) {
        consumer.frame(loan.stream, loan.frame);
    }
}
