package flathead.feed.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the feed. */
@ObjectClassDefinition(name = "Flathead: feed", description = "Decoded pictures for programs outside the JVM.")
@interface FeedConfig {
    @AttributeDefinition(name = "Path", required = false, description = "Folder of the socket and of the maps, for this"
        + " user alone. Empty: feed in the runtime's own folder.")
    String path() default "";

    @AttributeDefinition(name = "Slots", min = "2", max = "64", description = "Pictures that a map holds; so many"
        + " intervals, less one, a reader has for the newest.")
    int slots() default FeedSettings.SLOTS;
}
