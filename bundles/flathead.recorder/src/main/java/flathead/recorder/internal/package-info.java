/**
 * A sink that writes encoded streams to files: fragmented MP4 by libavformat, in segments, within a quota. Nothing is
 * decoded, and while nothing is recorded nothing is asked for.
 */
package flathead.recorder.internal;
