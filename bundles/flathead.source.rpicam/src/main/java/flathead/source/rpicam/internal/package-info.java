/**
 * The cameras of a Raspberry Pi by its own program rpicam-vid (libcamera-vid before), for a system where libcamera's
 * headers or a compiler are missing. A bundle of its own, as it shares nothing with the one that calls libcamera: one
 * of the two can be left out or stopped.
 *
 * <p>It is a fallback. A picture is copied out of a pipe, the instant of its arrival stands for that of its capture,
 * what the program drops is not known, and nothing can be set while it runs.
 */
package flathead.source.rpicam.internal;
