package flathead.pipeline.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of a camera's configuration; {@link CameraSettings} checks the values. */
@ObjectClassDefinition(name = "Flathead camera",
    description = "One camera: where its pictures come from and how they are encoded. A change takes effect while "
        + "pictures flow; a value that is not allowed is refused, and what runs goes on as it was. What the running "
        + "camera has, and within which limits, is on the Flathead page.")
@interface CameraConfig {
    @AttributeDefinition(name = "Enabled", description = "Whether the camera runs.")
    boolean enabled() default true;

    @AttributeDefinition(name = "Device", description = "Which camera, in its stack's own terms; 0 is the first.")
    String device() default "0";

    @AttributeDefinition(name = "Source", description = "LDAP filter that chooses the camera stack, such as "
        + "(flathead.source=mock). Empty: the best that works.", required = false)
    String source_target() default "";

    @AttributeDefinition(name = "Width (pixels)", description = "An even number, 16 to 8192. Another size opens the "
        + "camera and the encoder anew; the connection stays.", min = "16", max = "8192")
    int width() default 640;

    @AttributeDefinition(name = "Height (pixels)", description = "An even number, 16 to 8192. Another size opens the "
        + "camera and the encoder anew; the connection stays.", min = "16", max = "8192")
    int height() default 480;

    @AttributeDefinition(name = "Rate (pictures a second)", description = "How often a picture is taken, 1 to 240.",
        min = "1", max = "240")
    int fps() default 30;

    @AttributeDefinition(name = "Exposure (microseconds)",
        description = "How long light is taken in for a picture, such as 20000 for a fiftieth of a second; "
            + "not longer than the rate allows. Empty: automatic.",
        min = "1", max = "1000000000", required = false)
    int exposure();

    @AttributeDefinition(name = "Gain",
        description = "Amplification of the light; 1 amplifies nothing. Empty: automatic.",
        min = "0", max = "1000", required = false)
    double gain();

    @AttributeDefinition(name = "Brightness",
        description = "-1 to 1; 0 changes nothing. Empty: the camera's own.",
        min = "-1", max = "1", required = false)
    double brightness();

    @AttributeDefinition(name = "Contrast",
        description = "0 to 32; 1 changes nothing, 0 is even grey. Empty: the camera's own.",
        min = "0", max = "32", required = false)
    double contrast();

    @AttributeDefinition(name = "Saturation",
        description = "0 to 32; 1 changes nothing, 0 takes the colour away. Empty: the camera's own.",
        min = "0", max = "32", required = false)
    double saturation();

    @AttributeDefinition(name = "Sharpness",
        description = "0 to 16; 1 is usual, 0 sharpens nothing. Empty: the camera's own.",
        min = "0", max = "16", required = false)
    double sharpness();

    @AttributeDefinition(name = "White balance",
        description = "The light that white things are white in. Empty: automatic.",
        required = false, options = {
            @Option(label = "the camera's own", value = ""),
            @Option(label = "automatic", value = "auto"),
            @Option(label = "incandescent lamps", value = "incandescent"),
            @Option(label = "tungsten lamps", value = "tungsten"),
            @Option(label = "fluorescent tubes", value = "fluorescent"),
            @Option(label = "indoor light", value = "indoor"),
            @Option(label = "daylight", value = "daylight"),
            @Option(label = "a cloudy sky", value = "cloudy")
        })
    String white_balance() default "";

    @AttributeDefinition(name = "Red gain",
        description = "Amplification of red, instead of the white balance, together with the blue gain. "
            + "Empty, both: the white balance rules.",
        min = "0", max = "32", required = false)
    double red_gain();

    @AttributeDefinition(name = "Blue gain",
        description = "Amplification of blue, instead of the white balance, together with the red gain. "
            + "Empty, both: the white balance rules.",
        min = "0", max = "32", required = false)
    double blue_gain();

    @AttributeDefinition(name = "Flip left and right",
        description = "Whether the picture is mirrored.",
        required = false, options = {
            @Option(label = "the camera's own", value = ""),
            @Option(label = "yes", value = "true"),
            @Option(label = "no", value = "false")
        })
    String flip_horizontal() default "";

    @AttributeDefinition(name = "Flip top and bottom",
        description = "Whether the picture is upside down.",
        required = false, options = {
            @Option(label = "the camera's own", value = ""),
            @Option(label = "yes", value = "true"),
            @Option(label = "no", value = "false")
        })
    String flip_vertical() default "";

    @AttributeDefinition(name = "Rotation (degrees)",
        description = "Clockwise, before the flips. A quarter turn works where the camera can do it.",
        required = false, options = {
            @Option(label = "the camera's own", value = ""),
            @Option(label = "0", value = "0"),
            @Option(label = "90", value = "90"),
            @Option(label = "180", value = "180"),
            @Option(label = "270", value = "270")
        })
    String rotation() default "";

    @AttributeDefinition(name = "High dynamic range",
        description = "How bright and dark parts of a scene are brought into one picture.",
        required = false, options = {
            @Option(label = "the camera's own", value = ""),
            @Option(label = "off", value = "off"),
            @Option(label = "from one exposure", value = "single"),
            @Option(label = "from several exposures", value = "multi"),
            @Option(label = "for the night", value = "night")
        })
    String hdr() default "";

    @AttributeDefinition(name = "Noise reduction",
        description = "How much is done against noise.",
        required = false, options = {
            @Option(label = "the camera's own", value = ""),
            @Option(label = "none", value = "off"),
            @Option(label = "fast", value = "fast"),
            @Option(label = "high quality", value = "high"),
            @Option(label = "minimal", value = "minimal")
        })
    String noise_reduction() default "";

    @AttributeDefinition(name = "Sync",
        description = "Whether it takes its pictures in step with another: one camera is the server, and the others "
            + "follow it. For stereo.",
        required = false, options = {
            @Option(label = "the camera's own", value = ""),
            @Option(label = "not", value = "off"),
            @Option(label = "gives the beat", value = "server"),
            @Option(label = "follows", value = "client")
        })
    String sync() default "";

    @AttributeDefinition(name = "Zoom",
        description = "1 shows all that the camera sees, 2 the half of it each way. Empty: the camera's "
            + "own.",
        min = "1", max = "100", required = false)
    double zoom();

    @AttributeDefinition(name = "Zoom centre, across",
        description = "The middle of what a zoom shows: 0 is the left edge, 1 the right one. Empty: 0.5, "
            + "the middle.",
        min = "0", max = "1", required = false)
    double zoom_x();

    @AttributeDefinition(name = "Zoom centre, down",
        description = "The middle of what a zoom shows: 0 is the upper edge, 1 the lower one. Empty: 0.5, "
            + "the middle.",
        min = "0", max = "1", required = false)
    double zoom_y();

    @AttributeDefinition(name = "Focus",
        description = "Who sets the lens.",
        required = false, options = {
            @Option(label = "the camera's own", value = ""),
            @Option(label = "the focus position below", value = "manual"),
            @Option(label = "the camera, when it is triggered", value = "auto"),
            @Option(label = "the camera, all the time", value = "continuous")
        })
    String focus() default "";

    @AttributeDefinition(name = "Focus range",
        description = "Where the camera looks for a sharp picture.",
        required = false, options = {
            @Option(label = "the camera's own", value = ""),
            @Option(label = "the usual distances", value = "normal"),
            @Option(label = "near things", value = "macro"),
            @Option(label = "every distance", value = "full")
        })
    String focus_range() default "";

    @AttributeDefinition(name = "Focus position (dioptres)",
        description = "1 divided by the distance in metres; 0 is far away. Counts with a manual focus. "
            + "Empty: the camera's own.",
        min = "0", max = "100", required = false)
    double focus_position();

    @AttributeDefinition(name = "Focus trigger",
        description = "Each new number makes the camera look for the sharpest picture once, with focus when "
            + "triggered.",
        required = false)
    int focus_trigger();

    @AttributeDefinition(name = "Bitrate (bits a second)", description = "Mean rate of the encoded video, 50000 to "
        + "100000000; less where the network carries less.", min = "50000", max = "100000000")
    int bitrate() default 1_500_000;

    @AttributeDefinition(name = "Keyframe interval (pictures)", description = "From one keyframe to the next, up "
        + "to 100000; 0 makes keyframes on request only.", min = "0", max = "100000")
    int keyframe_interval() default 0;

    @AttributeDefinition(name = "Encoder", description = "LDAP filter that chooses the encoder, such as "
        + "(flathead.encoder=openh264). Empty: the best that works.", required = false)
    String encoder_target() default "";

    @AttributeDefinition(name = "Label (mock camera)", description = "The large word on the test card, up to 32 "
        + "characters. Empty: made from the device.", required = false)
    String label() default "";

    @AttributeDefinition(name = "Pattern (mock camera)", description = "What the mock camera shows.",
        required = false, options = {
            @Option(label = "the camera's own", value = ""),
            @Option(label = "a moving test card", value = "card"),
            @Option(label = "a picture that scrolls", value = "image")
        })
    String pattern() default "";

    @AttributeDefinition(name = "Image (mock camera)", description = "Path of a raw I420 picture of the camera's size, "
        + "for the pattern that scrolls.", required = false)
    String image() default "";

    @AttributeDefinition(name = "Scroll (mock camera, pixels a picture)", description = "How far the picture moves to "
        + "the right each time, -8192 to 8192. Empty: not at all.", min = "-8192", max = "8192", required = false)
    int scroll();

    @AttributeDefinition(name = "Phase (mock camera, ms)", description = "How much later than at the whole seconds of "
        + "the host's clock, and at their parts by the rate, pictures are taken, 0 to 1000. Empty: it runs free.",
        min = "0", max = "1000", required = false)
    double phase();
}
