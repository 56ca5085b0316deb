package flathead.signaling;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes the offers of those who want to see a stream of this runtime, as an OSGi service under this name alone: what an
 * {@link OfferHandler} is to those who publish. Here {@code cameraId} is the stream's name, and {@code clientId} names
 * one session of one viewer: nothing is replaced. What is refused is told by
 * {@link OfferHandler.Reply#refused(OfferHandler.Refusal, String)}, a session that ends later as well.
 */
@ConsumerType
public interface ViewHandler extends OfferHandler {
}
