package flathead.source.mock.internal.card;

/**
 * How a camera sees.
 *
 * @param look its light and colours
 * @param across whether left and right change places
 * @param over whether top and bottom do
 */
public record View(Look look, boolean across, boolean over) {
    /** Changes nothing. */
    public static final View PLAIN = new View(Look.PLAIN, false, false);

    /** Upright. */
    public static View of(Look look) {
        return new View(look, false, false);
    }
}
