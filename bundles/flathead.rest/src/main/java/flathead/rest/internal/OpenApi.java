package flathead.rest.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The description of this interface, as it is in the bundle. */
final class OpenApi {
    private OpenApi() {
    }

    static byte[] bytes() {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
