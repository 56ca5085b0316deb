/** The answer to {@code GET /}: what streams here and how it fares, as JSON. */
package flathead.status.internal;
