/**
 * A test card that is pleasant to look at. What stands still is drawn once, with anti-aliased shapes given by their
 * distance functions; what moves is painted into each picture, and what it covered before is put back from the still
 * one. Text is drawn with letters made of strokes, so that no fonts of the host are needed.
 */
package flathead.source.mock.internal.card;
