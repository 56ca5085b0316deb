/**
 * Decoded pictures for programs outside the JVM: a ring in a memory-mapped file for each camera or pair that somebody
 * reads, and a Unix-domain socket that says what there is and wakes the readers. {@code docs/feed.md} describes both.
 */
package flathead.feed.internal;
