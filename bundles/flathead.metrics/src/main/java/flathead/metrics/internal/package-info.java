/**
 * {@code /metrics}: the counters of the media path and of the JVM, in the text form of Prometheus or OpenMetrics,
 * whichever is asked for. Everything is read off the monitors when it is asked for; nothing is counted twice, and the
 * media path knows nothing of it. A stream that is gone is in the next answer no more.
 */
package flathead.metrics.internal;
