package flathead.lending;

/**
 * How a consumer fares.
 *
 * @param name of the consumer
 * @param given how often it was called
 * @param dropped what it was too slow for
 * @param failed calls that threw
 * @param hangs whether a call has not returned for a second
 */
public record LaneStatus(String name, long given, long dropped, long failed, boolean hangs) {
}
