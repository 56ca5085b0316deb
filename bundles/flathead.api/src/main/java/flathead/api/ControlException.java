package flathead.api;

/** A camera refused one of its controls: it has none of that name, or the value is not allowed. */
public final class ControlException extends MediaException {
    private static final long serialVersionUID = 1L;

    private final String control;

    /**
     * @param control the name, as in {@link CaptureSettings#controls()}
     * @param message naming camera, control, value and what is allowed
     */
    public ControlException(String control, String message) {
        super(message);
        this.control = control;
    }

    /** The name of the control. */
    public String control() {
        return control;
    }
}
