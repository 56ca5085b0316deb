package flathead.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Wishes that flow up, against the pictures. Any thread, cheap, never blocks; the receiver coalesces. */
@ConsumerType
public interface Feedback {
    /** The value of {@link #limitBitrate} for a sink that wants no pictures for now. */
    int NOTHING = 0;
    /** The value of {@link #limitBitrate} for a sink that sets no limit. */
    int UNLIMITED = Integer.MAX_VALUE;

    /** Who wants nothing. */
    Feedback NONE = new Feedback() {
        @Override
        public void requestKeyframe() {
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
        }
    };

    /** The next picture should be one that decoding can start at. */
    void requestKeyframe();

    /**
     * The stream should stay below this from now on.
     *
     * @param bitsPerSecond of media, without transport overhead; {@link #NOTHING} pauses the stream for the one who
     *     says it, {@link #UNLIMITED} lifts the limit
     */
    void limitBitrate(int bitsPerSecond);
}
