/**
 * How the ends of a signalling protocol treat strangers, whatever the protocol: how often they may come, how what they
 * say stands in a log, and when to try again. Copied into the bundles that use it.
 */
package flathead.signaling.care;
