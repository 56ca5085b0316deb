/**
 * The owner of every WebRTC session, on both sides. {@link flathead.session.internal.Publisher} is the sink that sends
 * cameras to a server; {@link flathead.session.internal.Acceptor} takes the offers that come in and registers a source
 * for each remote stream. Which stack speaks WebRTC is chosen here and nowhere else.
 */
package flathead.session.internal;
