package flathead.frames.internal;

import flathead.api.Frame;
import flathead.api.StreamId;

/** A picture on its way to those who take it. Used again and again, by one thread at a time. */
final class Arrival {
    StreamId stream;
    Frame frame;
}
