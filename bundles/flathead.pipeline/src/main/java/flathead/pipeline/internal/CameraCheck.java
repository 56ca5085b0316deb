package flathead.pipeline.internal;

import flathead.api.SettingsCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Judges the configurations of cameras, by the rules of all cameras and by what the running one can do. */
@Component(property = SettingsCheck.PID + "=" + CameraSettings.FACTORY_PID)
public final class CameraCheck implements SettingsCheck {
    private final List<Camera> cameras = new CopyOnWriteArrayList<>();

    /** Knows no camera yet. */
    @Activate
    public CameraCheck() {
    }

    @Reference(name = "camera", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeCamera")
    void addCamera(Camera camera) {
        cameras.add(camera);
    }

    void removeCamera(Camera camera) {
        cameras.remove(camera);
    }

    @Override
    public Optional<String> refusal(String pid, Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("service.pid", pid);
        try {
            CameraSettings wanted = CameraSettings.of(all);
            for (Camera camera : cameras) {
                camera.check(pid, wanted);
            }
            return Optional.empty();
        } catch (CameraSettings.Refused e) {
            return Optional.of(e.getMessage());
        }
    }
}
