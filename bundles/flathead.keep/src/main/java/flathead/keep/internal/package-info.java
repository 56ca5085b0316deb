/** Remembers which bundles were stopped by a person: the launcher starts all of them anew. */
package flathead.keep.internal;
