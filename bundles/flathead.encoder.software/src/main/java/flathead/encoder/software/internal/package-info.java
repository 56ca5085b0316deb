/**
 * H.264 (ITU-T H.264, constrained baseline) made by the processor, without a private thread: what is offered comes out
 * within the call.
 *
 * <p>Two engines make the same stream. {@link flathead.encoder.software.internal.SystemOpenH264} drives the
 * system's own OpenH264, which Linux distributions build with its hand-written vector code;
 * {@link flathead.encoder.software.internal.AvcodecEngine} drives libavcodec, which comes with Flathead and
 * works everywhere, but whose OpenH264 is plain C and needs about two to three times as long. Both calls into native
 * code go through JavaCPP and allocate nothing per picture.
 */
package flathead.encoder.software.internal;
