/**
 * A camera that needs no hardware: a moving test card, or a picture from a file, exactly paced and stamped so that a
 * program can read which picture it is and when it was made.
 */
package flathead.source.mock.internal;
