package flathead.rest.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a file. */
final class FileBody implements Answer.Body {
    static final String MP4 = "video/mp4";
    private static final int LONGEST_NUMBER = 18;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0," + LONGEST_NUMBER + "})-(\\d{0,"
        + LONGEST_NUMBER + "})");

    private final Path file;
    private final long from;
    private final long length;

    private FileBody(Path file, long from, long length) {
        this.file = file;
        this.from = from;
        this.length = length;
    }

    /**
     * The file, or the one range of it that is asked for (RFC 9110, section 14); other forms of ranges get the whole.
     *
     * @param tag with its quotes
     */
    static Answer answer(Call call, Path file, long size, String tag) throws Problem {
        Answer head = Answer.empty(Answer.NOT_MODIFIED).with("ETag", tag).with("Accept-Ranges", "bytes")
            .with("Cache-Control", "private, no-cache");
        if (call.has(tag)) {
            return head;
        }
        String condition = call.header("If-Range");
        String range = call.header("Range");
        Matcher asked = range == null || condition != null && !condition.equals(tag) ? null : RANGE.matcher(range);
        if (asked == null || !asked.matches() || asked.group(1).isEmpty() && asked.group(2).isEmpty()) {
            return new Answer(Answer.OK, head.headers(), MP4, new FileBody(file, 0, size));
        }
        String last = asked.group(2);
        long from = asked.group(1).isEmpty() ? Math.max(0, size - Long.parseLong(last))
            : Long.parseLong(asked.group(1));
        long to = asked.group(1).isEmpty() || last.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(last));
        if (from > to) {
            throw new Problem(Problem.RANGE_NOT_SATISFIABLE, "the recording has " + size + " bytes, from 0 on")
                .with("Content-Range", "bytes */" + size);
        }
        return new Answer(Answer.PARTIAL, head.headers(), MP4, new FileBody(file, from, to - from + 1))
            .with("Content-Range", "bytes " + from + "-" + to + "/" + size);
    }

    @Override
    public InputStream open() throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(file);
        try {
            channel.position(from);
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public long length() {
        return length;
    }
}
