package flathead.source.mock.internal.card;

/**
 * How a camera turns light into a picture.
 *
 * @param light how much of it is taken in, as a factor; 1 changes nothing
 * @param red factor of the red part of the light
 * @param blue factor of the blue part of the light
 * @param contrast distance from the middle grey, as a factor
 * @param saturation distance from grey, as a factor
 * @param brightness -1, black, to 1, white; 0 changes nothing
 */
public record Look(double light, double red, double blue, double contrast, double saturation, double brightness) {
    /** Changes nothing. */
    public static final Look PLAIN = new Look(1, 1, 1, 1, 1, 0);

    /** Changes nothing but the brightness. */
    public static Look bright(double brightness) {
        return new Look(1, 1, 1, 1, 1, brightness);
    }
}
