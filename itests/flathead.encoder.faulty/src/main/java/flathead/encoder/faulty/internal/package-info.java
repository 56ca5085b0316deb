/** Parts that tests install into a running Pi: they stand before the real ones and misbehave on demand. */
package flathead.encoder.faulty.internal;
