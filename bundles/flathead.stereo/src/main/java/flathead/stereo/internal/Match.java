package flathead.stereo.internal;

/** Two pictures that are a pair, on their way to those who take it. Used again and again, in the pairing's lock. */
final class Match {
    long sequence;
    Shot left;
    Shot right;
}
