/**
 * H.264 (ITU-T H.264, constrained baseline) made by the processor with the system's libx264, without a private thread:
 * what is offered comes out within the call.
 *
 * <p>x264 is under the GPL. Nothing of it is in this bundle, nor is it compiled against its header: it opens the
 * library if the machine's owner installed it, and registers nothing otherwise. Calls go through JNA with nothing but
 * numbers, which allocates nothing. x264 promises no layout for its structures from one build to the next, so it takes
 * the builds that it knows, sets everything by name that can be, and tries the library before it offers it.
 */
package flathead.encoder.x264.internal;
