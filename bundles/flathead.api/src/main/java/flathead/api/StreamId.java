package flathead.api;

import java.util.Objects;

/**
 * Which stream.
 *
 * @param name for people and targets, unique in this runtime, kept when the same stream reconnects: {@code left}
 * @param client who sends it, as its transport calls it; empty for a camera of this runtime
 * @param camera what the sender calls it: two robots may both have a {@code left}
 * @param generation counts the sessions under this name, from 1
 */
public record StreamId(String name, String client, String camera, int generation) {
    /** Names are not null. */
    public StreamId {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(camera, "camera");
    }

    /** A camera of this runtime. */
    public static StreamId local(String camera) {
        return new StreamId(camera, "", camera, 1);
    }

    @Override
    public String toString() {
        return name;
    }
}
