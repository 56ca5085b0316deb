/**
 * WHIP ingest (RFC 9725): whoever speaks WHIP publishes a camera by {@code POST /whip/<camera>} on the HTTP port of the
 * runtime. The protocol is that of {@link flathead.signaling.wish}.
 */
package flathead.signaling.whip.server.internal;
