/**
 * A stamp painted into pictures that a program can read after encoding, transport and decoding: which picture it is and
 * when it was made. Bundles that need it copy this package in ({@code -conditionalpackage}).
 *
 * <p>The stamp lies in the top left corner: two rows of 32 square blocks, each as wide as a 32nd of the picture,
 * rounded down. A block is one bit, the most significant first, 1 where it is light.
 * <ul>
 * <li>Row 0: the instant on the host's monotonic clock ({@link java.lang.System#nanoTime()}, CLOCK_MONOTONIC on Linux)
 *     in units of 0.1 ms, modulo 2<sup>32</sup>.
 * <li>Row 1: a counter of 16 bits, the camera's number of 8 bits, and a checksum of 8 bits: the sum of the other seven
 *     bytes modulo 256.
 * </ul>
 */
package flathead.stamp;
