/**
 * What the servers of WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep) have in common: a client posts an offer of SDP to
 * an endpoint, and the answer is a session that it trickles candidates to and deletes. Copied into the bundles that use
 * it.
 *
 * <p>{@link flathead.signaling.wish.Endpoints} and what it is made of are the protocol: requests and time come in,
 * responses go out, and it owns no thread and no socket. {@link flathead.signaling.wish.WishServlet} is the border to
 * the servlet container.
 */
package flathead.signaling.wish;
