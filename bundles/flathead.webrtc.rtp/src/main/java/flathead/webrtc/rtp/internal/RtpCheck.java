package flathead.webrtc.rtp.internal;

import flathead.api.SettingsCheck;
import flathead.webrtc.rtp.internal.transport.IcePolicy;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Judges the settings of the rtp stack before they are written. */
@Component(property = SettingsCheck.PID + "=" + RtpCheck.PID)
public final class RtpCheck implements SettingsCheck {
    static final String PID = "flathead.webrtc.rtp";
    private static final String POLICY = "ice.policy";

    /** As a component. */
    @Activate
    public RtpCheck() {
    }

    @Override
    public Optional<String> refusal(String pid, Map<String, ?> settings) {
        try {
            policy(settings);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * What the settings say.
     *
     * @throws IllegalArgumentException if that is not allowed; the message is one line with PID, property and value
     */
    static IcePolicy policy(Map<String, ?> settings) {
        Object value = settings.get(POLICY);
        String text = value == null ? "" : value.toString().strip();
        try {
            return text.isEmpty() ? IcePolicy.ALL : IcePolicy.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PID + ": " + POLICY + " " + e.getMessage(), e);
        }
    }
}
