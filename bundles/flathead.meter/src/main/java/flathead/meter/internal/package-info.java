/**
 * A sink that looks at every decoded picture: counts it, reads its stamp if it has one, and knows how old the pictures
 * of the last seconds were.
 */
package flathead.meter.internal;
