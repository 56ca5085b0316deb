package flathead.frames.internal;

import flathead.api.FrameConsumer;
import flathead.lending.LaneStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code flathead:frames}: which consumers get whose pictures, a line for each camera. */
@Component(service = FramesCommand.class,
    property = {"osgi.command.scope=flathead", "osgi.command.function=frames"})
public final class FramesCommand {
    private final FramesSink sink;

    /** As a component. */
    @Activate
    public FramesCommand(@Reference FramesSink sink) {
        this.sink = sink;
    }

    /** The command. */
    public String frames() {
        return text(sink.lender().consumers(), sink.lender().status());
    }

    static String text(List<String> consumers, Map<String, List<LaneStatus>> cameras) {
        if (consumers.isEmpty()) {
            return "nobody wants pictures: there is no service " + FrameConsumer.class.getName();
        }
        return cameras.isEmpty() ? "no camera streams, for " + String.join(", ", consumers)
            : cameras.entrySet().stream().map(each -> line(each.getKey(), each.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String line(String camera, List<LaneStatus> all) {
        return camera + ": " + (all.isEmpty() ? "nobody wants its pictures" : all.stream()
            .map(each -> String.format(Locale.ROOT, "%s took %d, too slow for %d%s%s", each.name(), each.given(),
                each.dropped(), each.failed() == 0 ? "" : ", threw at " + each.failed(), each.hangs() ? ", hangs" : ""))
            .collect(Collectors.joining("; ")));
    }
}
