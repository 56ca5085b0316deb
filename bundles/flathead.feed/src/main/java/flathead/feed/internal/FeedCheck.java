package flathead.feed.internal;

import flathead.api.SettingsCheck;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Judges the settings of the feed before they are written; opens and makes nothing. */
@Component(property = SettingsCheck.PID + "=" + Feed.PID)
public final class FeedCheck implements SettingsCheck {
    private final BundleContext context;

    /** As a component. */
    @Activate
    public FeedCheck(BundleContext context) {
        this.context = context;
    }

    @Override
    public Optional<String> refusal(String pid, Map<String, ?> settings) {
        try {
            FeedSettings.of(settings, Feed.folder(context));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(Feed.PID + ": " + e.getMessage());
        }
    }
}
