package flathead.api;

/** A camera refused one of its controls: it has none of that name, or the value is not allowed. */
public final class ControlException extends MediaException {
    private static final long serialVersionUID = 1L;

    private final String control;
    private final boolean lacking;

    /**
     * @param control the name, as in {@link CaptureSettings#controls()}
     * @param lacking whether the camera has none of that name
     * @param message naming camera, control, value and what is allowed
     */
    public ControlException(String control, boolean lacking, String message) {
        super(message);
        this.control = control;
        this.lacking = lacking;
    }

    /** Whether the camera has no control of that name; else it is the value that it refused. */
    public boolean lacking() {
        return lacking;
    }

    /** The name of the control. */
    public String control() {
        return control;
    }
}
