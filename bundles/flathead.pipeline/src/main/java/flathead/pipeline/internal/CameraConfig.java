package flathead.pipeline.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of a camera's configuration; {@link CameraSettings} checks the values. */
@ObjectClassDefinition(name = "Flathead camera",
    description = "One camera: where its pictures come from and how they are encoded.")
@interface CameraConfig {
    @AttributeDefinition(name = "Enabled", description = "Whether the camera runs.")
    boolean enabled() default true;

    @AttributeDefinition(name = "Device", description = "Which camera, in its stack's own terms; 0 is the first.")
    String device() default "0";

    @AttributeDefinition(name = "Width", description = "Pixels, an even number.", min = "16", max = "8192")
    int width() default 640;

    @AttributeDefinition(name = "Height", description = "Pixels, an even number.", min = "16", max = "8192")
    int height() default 480;

    @AttributeDefinition(name = "Rate", description = "Pictures a second.", min = "1", max = "240")
    int fps() default 30;

    @AttributeDefinition(name = "Bitrate", description = "Bits a second of encoded video.", min = "50000",
        max = "100000000")
    int bitrate() default 1_500_000;

    @AttributeDefinition(name = "Keyframe interval", description = "Pictures from one keyframe to the next; "
        + "0 makes keyframes on request only.", min = "0", max = "100000")
    int keyframe_interval() default 0;

    @AttributeDefinition(name = "Source filter", description = "LDAP filter that chooses the camera stack, such as "
        + "(flathead.source=mock). Empty: the best that works.", required = false)
    String source_target() default "";

    @AttributeDefinition(name = "Encoder filter", description = "LDAP filter that chooses the encoder, such as "
        + "(flathead.encoder=openh264). Empty: the best that works.", required = false)
    String encoder_target() default "";
}
