package flathead.webrtc.libwebrtc.internal;

/** Knows whether a thread is inside a callback of libwebrtc that brings a picture. Allocates once a thread. */
final class NativeCallback {
    private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);

    private NativeCallback() {
    }

    static void enter() {
        DEPTH.get()[0]++;
    }

    static void exit() {
        DEPTH.get()[0]--;
    }

    static boolean inside() {
        return DEPTH.get()[0] > 0;
    }
}
