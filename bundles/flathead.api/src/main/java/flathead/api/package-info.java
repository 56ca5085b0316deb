/**
 * Live pictures and the parts that make, change and take them.
 *
 * <p>Pictures flow down through {@link flathead.api.FrameInput}; wishes flow up through {@link flathead.api.Feedback}.
 * A camera, a test pattern and a remote peer are sources; a transport, a recorder and a viewer are sinks; encoders and
 * decoders are a {@code FrameInput} with a {@link flathead.api.Link}.
 *
 * <p>Three rules hold everywhere. Pictures are pooled: {@code offer} lends one for the call, who keeps it retains it
 * and closes it once, and an empty pool is the only back-pressure. The capture instant is stamped once, at the source,
 * on the host's monotonic clock ({@link java.lang.System#nanoTime()}), and never rewritten. Nothing on a picture's way
 * allocates, blocks, or throws to steer the flow.
 */
@Export
@Version("0.6.0")
package flathead.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
