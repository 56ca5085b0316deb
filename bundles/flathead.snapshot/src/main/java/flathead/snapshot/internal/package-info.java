/**
 * The newest picture of a camera or a stereo pair as a JPEG: {@link flathead.api.Snapshots}. Pictures are asked for,
 * and so decoded, for as long as somebody asks for snapshots, and a while longer.
 */
package flathead.snapshot.internal;
