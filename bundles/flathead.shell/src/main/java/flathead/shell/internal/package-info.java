/** Commands for a person at the terminal of the runtime: what streams, which encoder, other settings. */
package flathead.shell.internal;
