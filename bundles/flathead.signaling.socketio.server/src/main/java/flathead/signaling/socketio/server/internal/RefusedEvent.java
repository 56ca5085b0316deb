package flathead.signaling.socketio.server.internal;

/** An event of a client is malformed. The message says what was found and what is needed, on one printable line. */
final class RefusedEvent extends Exception {
    private final String cameraId;

    /** With the camera that it is about, or null where that cannot be said. */
    RefusedEvent(String cameraId, String message) {
        super(message, null, false, false);
        this.cameraId = cameraId;
    }

    /** The camera, well formed; null where that cannot be said. */
    String cameraId() {
        return cameraId;
    }
}
