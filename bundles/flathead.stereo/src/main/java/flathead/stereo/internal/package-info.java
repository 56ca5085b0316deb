/** Pairs the pictures of two streams by the instants of their capture, and measures how well they fit. */
package flathead.stereo.internal;
