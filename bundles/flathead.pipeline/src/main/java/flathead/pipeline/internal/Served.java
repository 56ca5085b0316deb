package flathead.pipeline.internal;

import flathead.api.Codec;
import flathead.api.VideoSink;

/**
 * A sink and its lane.
 *
 * @param codec in which it has the stream
 */
record Served(Ranked.Entry<VideoSink> sink, Codec codec, Lane lane) {
}
