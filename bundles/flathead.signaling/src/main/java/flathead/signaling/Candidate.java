package flathead.signaling;

/**
 * An ICE candidate as it travels beside the description (RFC 8840).
 *
 * @param candidate the attribute without {@code a=}: {@code candidate:…}; empty at the end of candidates
 * @param sdpMid the media section's identification tag, or null
 * @param sdpMLineIndex the media section's index from 0, or -1 where it is not told
 */
public record Candidate(String candidate, String sdpMid, int sdpMLineIndex) {
}
