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

    @AttributeDefinition(name = "Width (pixels)", description = "An even number, 16 to 8192. Another size opens the "
        + "camera and the encoder anew; the connection stays.", min = "16", max = "8192")
    int width() default 640;

    @AttributeDefinition(name = "Height (pixels)", description = "An even number, 16 to 8192. Another size opens the "
        + "camera and the encoder anew; the connection stays.", min = "16", max = "8192")
    int height() default 480;

    @AttributeDefinition(name = "Rate (pictures a second)", description = "How often a picture is taken, 1 to 240.",
        min = "1", max = "240")
    int fps() default 30;

    @AttributeDefinition(name = "Bitrate (bits a second)", description = "Mean rate of the encoded video, 50000 to "
        + "100000000; less where the network carries less.", min = "50000", max = "100000000")
    int bitrate() default 1_500_000;

    @AttributeDefinition(name = "Keyframe interval (pictures)", description = "From one keyframe to the next, up "
        + "to 100000; 0 makes keyframes on request only.", min = "0", max = "100000")
    int keyframe_interval() default 0;

    @AttributeDefinition(name = "Encoder", description = "LDAP filter that chooses the encoder, such as "
        + "(flathead.encoder=openh264). Empty: the best that works.", required = false)
    String encoder_target() default "";

    @AttributeDefinition(name = "Source", description = "LDAP filter that chooses the camera stack, such as "
        + "(flathead.source=mock). Empty: the best that works.", required = false)
    String source_target() default "";

    @AttributeDefinition(name = "Brightness", description = "-1 to 1; 0 changes nothing. Empty: the camera's own.",
        min = "-1", max = "1", required = false)
    double brightness();

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
}
