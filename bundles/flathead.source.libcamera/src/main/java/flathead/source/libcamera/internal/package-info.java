/**
 * The cameras that libcamera knows: those of a Raspberry Pi, and many a camera in a laptop or at a USB port.
 *
 * <p>libcamera promises no ABI. So there is a small C interface over it, {@code native/camera.cpp}, which is compiled
 * on the machine that runs it, against the libcamera that it has, and again after an upgrade. Nothing of libcamera
 * (LGPL) is in this bundle. Where libcamera or a compiler is missing, it says so once and registers nothing.
 *
 * <p>Pictures stay where the camera put them: its buffers are mapped once and handed on, and a buffer goes back to the
 * camera when the last reader is done. Only where a camera does not make I420 or NV12, as asked for, libswscale copies.
 */
package flathead.source.libcamera.internal;
