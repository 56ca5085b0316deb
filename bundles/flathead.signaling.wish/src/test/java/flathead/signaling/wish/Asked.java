package flathead.signaling.wish;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A request as a test writes it, and what came of it. */
final class Asked {
    final Runnable giveUp;
    private WishResponse response;
    private int responses;

    private Asked(Endpoints endpoints, WishRequest request) {
        giveUp = endpoints.handle(request, answer -> {
            response = answer;
            responses++;
        });
    }

    /**
     * Asks.
     *
     * @param line method, path and, if it is not 192.0.2.1, address
     * @param headers name: value
     */
    static Asked of(Endpoints endpoints, String line, String body, String... headers) {
        String[] words = line.split(" ");
        Map<String, String> byName = new TreeMap<>();
        for (String header : headers) {
            String[] halves = header.split(": ", 2);
            byName.put(halves[0].toLowerCase(Locale.ROOT), halves[1]);
        }
        return new Asked(endpoints, new WishRequest(words[0], words[1],
            name -> byName.get(name.toLowerCase(Locale.ROOT)), body.getBytes(StandardCharsets.UTF_8),
            words.length > 2 ? words[2] : "192.0.2.1"));
    }

    /** An offer that a receiver waits to answer, unless it says {@code at once}. */
    static Asked post(Endpoints endpoints, String camera, String offer) {
        return of(endpoints, "POST /" + camera, "v=0 " + offer, "Content-Type: application/sdp");
    }

    boolean isAnswered() {
        return response != null;
    }

    WishResponse response() {
        if (responses != 1) {
            throw new AssertionError(responses + " responses");
        }
        return response;
    }

    int status() {
        return response().status();
    }

    String header(String name) {
        return response().headers().stream().filter(header -> header.name().equals(name))
            .map(WishResponse.Header::value).findFirst().orElse(null);
    }
}
