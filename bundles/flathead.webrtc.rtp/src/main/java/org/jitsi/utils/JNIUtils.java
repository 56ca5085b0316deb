package org.jitsi.utils;

/**
 * Stands in front of the class of this name in jitsi-utils, which would unpack a native AES from jitsi-srtp into the
 * temporary folder and load it by way of JNA. This bundle has no native code: it can be updated while it runs.
 */
public final class JNIUtils {
    private JNIUtils() {
    }

    /** There is none. */
    public static void loadLibrary(String name, ClassLoader classLoader) {
        throw new UnsatisfiedLinkError(name + " is not used");
    }

    /** There is none. */
    public static <T> void loadLibrary(String name, Class<T> user) {
        throw new UnsatisfiedLinkError(name + " is not used");
    }
}
