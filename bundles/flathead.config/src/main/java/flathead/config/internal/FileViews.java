package flathead.config.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Between the one who takes a file and the one who writes down what is in force: neither has to wait for the other. Any
 * thread.
 */
@Component(service = FileViews.class)
public final class FileViews {
    private volatile FileView view = FileView.NONE;
    private volatile Runnable listener = () -> { };

    /** As a component. */
    @Activate
    public FileViews() {
    }

    FileView get() {
        return view;
    }

    /** Tells the listener, on this thread. */
    void put(FileView now) {
        view = now;
        listener.run();
    }

    /** There is one listener. */
    void onChange(Runnable told) {
        listener = told;
    }
}
