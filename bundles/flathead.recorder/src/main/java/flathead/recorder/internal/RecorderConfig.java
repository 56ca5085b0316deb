package flathead.recorder.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of the recorder's configuration; {@link Settings} checks the values. */
@ObjectClassDefinition(name = "Flathead: recorder", description = "Writes streams to files, as they come. A change "
    + "holds at once, of the folder from the next file on; a value that is not allowed is refused.")
@interface RecorderConfig {
    @AttributeDefinition(name = "Cameras", required = false, description = "Names of the streams that are recorded "
        + "whenever they are here; * for all of them. None: what is started by hand.")
    String[] cameras() default {};

    @AttributeDefinition(name = "Folder", required = false, description = "Where files are written, in a folder for "
        + "each stream. Empty: recordings, beside the folder of the runtime.")
    String directory() default "";

    @AttributeDefinition(name = "Segment (s)", description = "Length of a file, 1 to 86400; a new one begins at the "
        + "next keyframe, which is asked for.", min = "1", max = "86400")
    int segment() default Settings.SEGMENT_SECONDS;

    @AttributeDefinition(name = "Fragment (ms)", description = "How much is lost at most when the process is killed, "
        + "100 to 10000.", min = "100", max = "10000")
    int fragment() default Settings.FRAGMENT_MILLIS;

    @AttributeDefinition(name = "Quota", required = false, description = "How many bytes the files of all streams may "
        + "take together, with K, M, G or T (of 1024), 1M at least; the oldest files make room. Empty: no limit.")
    String quota() default Settings.QUOTA;
}
