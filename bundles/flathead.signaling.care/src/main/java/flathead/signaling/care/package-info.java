/**
 * What the bundles around signalling have in common, whatever the protocol: how often strangers may come, whom a token
 * lets in, which requests another site made, how what they say stands in a log, when to try again, and settings that
 * are lists. Copied into the bundles that use it.
 */
package flathead.signaling.care;
