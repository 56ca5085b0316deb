package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.internal.NativeObject;
import dev.onvoid.webrtc.internal.RefCountedObject;
import java.lang.reflect.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reference to a native peer connection that {@code RTCPeerConnection.close()} of webrtc-java 0.14.0 forgets to
 * give back, so that each connection would leave its whole native state behind. It is read before the close and given
 * back after it, in the way that webrtc-java does it for its pictures. Where the private field is not there,
 * nothing is given back.
 */
final class NativeReference extends RefCountedObject {
    private static final Logger LOG = LoggerFactory.getLogger(NativeReference.class);
    private static final Field HANDLE = handle();

    private NativeReference() {
    }

    private static Field handle() {
        try {
            Field field = NativeObject.class.getDeclaredField("nativeHandle");
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("closed peer connections will leave memory behind: {}", e.toString());
            return null;
        }
    }

    /** The same native object as {@code owner}'s; of use for one {@link #giveBack()}. */
    static NativeReference to(NativeObject owner) {
        NativeReference reference = new NativeReference();
        if (HANDLE != null) {
            try {
                HANDLE.setLong(reference, HANDLE.getLong(owner));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        return reference;
    }

    /** Gives the reference back; the owner is not to be used any more. */
    void giveBack() {
        if (HANDLE != null) {
            release();
        }
    }
}
