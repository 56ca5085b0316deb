/**
 * H.264 made by hardware: any device that the kernel shows as a stateful memory-to-memory encoder
 * ({@code Documentation/userspace-api/media/v4l/dev-encoder.rst}), such as bcm2835-codec of the Raspberry Pi 4, CM4 and
 * Zero 2. A Raspberry Pi 5 has none.
 *
 * <p>{@link flathead.encoder.v4l2.internal.DeviceWatch} sees devices come and go,
 * {@link flathead.encoder.v4l2.internal.Probe} asks each what it can, and
 * {@link flathead.encoder.v4l2.internal.Registry} offers those that encode. An open encoder is a
 * {@link flathead.encoder.v4l2.internal.V4l2Encoder} with a thread of its own, which runs a
 * {@link flathead.encoder.v4l2.internal.Stream} over a {@link flathead.encoder.v4l2.internal.Session}: whatever comes
 * out of the device. What is special about H.264 is in {@link flathead.encoder.v4l2.internal.H264}. All that is native
 * is behind {@link flathead.encoder.v4l2.internal.Node}.
 */
package flathead.encoder.v4l2.internal;
