/**
 * Who carries session descriptions and ICE candidates, and who makes the peer connections that they describe.
 *
 * <p>Three parts meet here and know nothing else of each other: a transport of the signalling
 * ({@link flathead.signaling.SignalingClient} to publish, a server that calls
 * {@link flathead.signaling.OfferHandler} to accept), a stack that speaks WebRTC
 * ({@link flathead.signaling.PeerFactory}), and the one owner of every session between them.
 */
@Export
@Version("0.1.0")
package flathead.signaling;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
