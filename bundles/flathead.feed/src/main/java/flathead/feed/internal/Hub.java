package flathead.feed.internal;

import java.util.ArrayList;
import java.util.List;

/** Who reads what. Its monitor guards it, and is taken before a channel's and a reader's. Any thread. */
final class Hub {
    private final List<Reader> readers = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();

    /** There is one more camera or pair. Nobody is told of one whose name would fill what waits for a reader. */
    synchronized void add(Channel channel) {
        if (channel.name().length() > Messages.LONGEST_NAME) {
            return;
        }
        channels.add(channel);
        byte[] message = Messages.there(channel.kind(), channel.name(), true);
        for (Reader reader : readers) {
            reader.tell(message);
            if (reader.wishes(channel.kind(), channel.name())) {
                channel.add(reader);
            }
        }
    }

    /** It is there no more. Nobody is told if another of that name came before this one went. */
    synchronized void remove(Channel channel) {
        if (channels.remove(channel)) {
            channel.end();
            if (channels.stream().anyMatch(each -> each.kind() == channel.kind()
                    && each.name().equals(channel.name()))) {
                return;
            }
            byte[] message = Messages.there(channel.kind(), channel.name(), false);
            readers.forEach(reader -> reader.tell(message));
        }
    }

    /** Somebody came; is told what there is. */
    synchronized void add(Reader reader) {
        readers.add(reader);
        reader.tell(Messages.greeting());
        channels.forEach(channel -> reader.tell(Messages.there(channel.kind(), channel.name(), true)));
    }

    /** Somebody wants that, now or once it is there. False if it is too much. */
    synchronized boolean wish(Reader reader, Channel.Kind kind, String name) {
        boolean allowed = reader.wish(kind, name);
        if (allowed) {
            channels.stream().filter(each -> reader.wishes(each.kind(), each.name()))
                .forEach(channel -> channel.add(reader));
        }
        return allowed;
    }

    /** Somebody went. */
    synchronized void remove(Reader reader) {
        readers.remove(reader);
        channels.forEach(channel -> channel.remove(reader));
    }

    synchronized int size() {
        return readers.size();
    }

    synchronized List<Channel> channels() {
        return List.copyOf(channels);
    }
}
