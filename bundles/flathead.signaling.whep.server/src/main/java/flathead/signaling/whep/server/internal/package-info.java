/**
 * WHEP (draft-ietf-wish-whep): whoever speaks WHEP sees a stream of this runtime by {@code POST /whep/<camera>} on its
 * HTTP port. The protocol is that of {@link flathead.signaling.wish}.
 */
package flathead.signaling.whep.server.internal;
