/**
 * What is well and what is not, as Felix health checks: who asks is answered by Felix, at {@code /health}. A check is
 * critical where pictures are missing, and warns of what may become that; each is quick, and looks when it is asked.
 */
package flathead.health.internal;
