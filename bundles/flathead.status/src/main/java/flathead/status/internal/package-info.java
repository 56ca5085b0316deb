/** {@code GET /}: what streams through this runtime, as JSON for people with curl and for programs. */
package flathead.status.internal;
