package flathead.rest.internal;

import flathead.api.SettingsCheck;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Judges the settings of the REST interface before they are written. */
@Component(property = SettingsCheck.PID + "=" + RestServlet.PID)
public final class RestCheck implements SettingsCheck {
    /** As a component. */
    @Activate
    public RestCheck() {
    }

    @Override
    public Optional<String> refusal(String pid, Map<String, ?> settings) {
        return Access.refusal(pid, settings);
    }
}
