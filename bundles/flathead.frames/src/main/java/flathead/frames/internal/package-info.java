/** Gives decoded pictures to {@link flathead.api.FrameConsumer} services, and asks for none where there is none. */
package flathead.frames.internal;
