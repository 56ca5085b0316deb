package flathead.signaling.wish;

/**
 * What one of the two protocols is as a server.
 *
 * @param name for logs and people: WHIP or WHEP
 * @param mount path of the whole, such as {@code /whip}
 * @param pid of its settings
 * @param does what is done to a camera by POST: published or seen
 * @param handler who answers the offers, for people
 * @param replaces whether a client that comes again for the same camera takes the place of its earlier session
 * @param mostSessions that there may be at once
 * @param mostOfOne that one client may have at once; twice as many offers at once, and one a second after that
 */
public record Kind(String name, String mount, String pid, String does, String handler, boolean replaces,
        int mostSessions, int mostOfOne) {
    int offersAtOnce() {
        return 2 * mostOfOne;
    }

    /** What its clients are called in the logs and to the handler. */
    String client(String address) {
        return name + " client " + address;
    }
}
