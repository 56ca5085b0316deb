package flathead.recorder.internal;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_PRFT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_new_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.ffmpeg.At;
import flathead.ffmpeg.Ffmpeg;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVProducerReferenceTime;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The fragmented MP4 (ISO 14496-12) of one H.264 stream, by libavformat: everything native that this bundle has.
 * Nothing is written: what a file has next is made in memory, and is the caller's to write. Times are in microseconds.
 * One thread.
 */
final class Mp4 implements AutoCloseable {
    private static final int MICROS = 1_000_000;
    /** H.264 with parameter sets in the samples too (ISO 14496-15), as libavformat writes four characters. */
    private static final int AVC3 = 'a' | 'v' << 8 | 'c' << 16 | '3' << 24;
    /** Of the reference times: they keep to one offset; and they are those of the event itself. */
    private static final int CONSISTENT = 8;
    private static final int REAL_TIME = 16;

    private static boolean loaded;

    private final AVFormatContext context = new AVFormatContext(null);
    private final AVPacket packet;
    private final At data = new At();
    private Pointer made;
    private boolean closed;

    /**
     * Begins a file, whose head {@link #take} has then.
     *
     * @param format of its pictures
     * @param sets their parameter sets, with start codes
     * @param metadata of the file: names and texts
     */
    Mp4(VideoFormat format, byte[] sets, Map<String, String> metadata) throws MediaException {
        packet = av_packet_alloc();
        try {
            check(avformat_alloc_output_context2(context, null, "mp4", null), "begin a file");
            AVStream stream = avformat_new_stream(context, (AVCodec) null);
            stream.time_base(av_make_q(1, MICROS)).avg_frame_rate(av_make_q(format.fps(), 1));
            AVCodecParameters parameters = stream.codecpar();
            parameters.codec_type(AVMEDIA_TYPE_VIDEO).codec_id(AV_CODEC_ID_H264);
            // Not avc1, in which parameter sets stand in the head alone: encoders number theirs anew at each keyframe
            parameters.codec_tag(AVC3).width(format.width()).height(format.height());
            BytePointer extra = new BytePointer(av_mallocz(sets.length + AV_INPUT_BUFFER_PADDING_SIZE));
            extra.put(sets, 0, sets.length);
            parameters.extradata(extra).extradata_size(sets.length);
            AVDictionary tags = new AVDictionary(null);
            metadata.forEach((name, text) -> av_dict_set(tags, name, text, 0));
            context.metadata(tags);
            openBuffer();
            AVDictionary options = new AVDictionary(null);
            // Nothing behind the last fragment, so that a file is whole at the end of each
            av_dict_set(options, "movflags", "empty_moov+default_base_moof+frag_custom+skip_trailer+use_metadata_tags",
                0);
            av_dict_set(options, "video_track_timescale", Integer.toString(MICROS), 0);
            av_dict_set(options, "write_prft", "wallclock", 0);
            int error = avformat_write_header(context, options);
            av_dict_free(options);
            check(error, "write the head of a file for " + format);
        } catch (MediaException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Loads libavformat, see {@link Ffmpeg}. Any thread; before anything else here.
     */
    static synchronized void load() throws MediaException {
        if (!loaded) {
            Ffmpeg.loadAvformat();
            loaded = true;
        }
    }

    /** How long what is in a file lasts; zero if that cannot be told. {@link #load} was called before. */
    static Duration duration(Path file) {
        AVFormatContext input = new AVFormatContext(null);
        if (avformat_open_input(input, file.toString(), (AVInputFormat) null, (AVDictionary) null) < 0) {
            return Duration.ZERO;
        }
        try {
            AVStream stream = input.nb_streams() == 0 ? null : input.streams(0);
            long ticks = stream == null ? 0 : Math.max(0, stream.duration());
            return stream == null ? Duration.ZERO
                : Duration.ofNanos((long) (ticks * 1e9 * stream.time_base().num() / stream.time_base().den()));
        } finally {
            avformat_close_input(input);
        }
    }

    private void openBuffer() throws MediaException {
        try (PointerPointer<AVIOContext> place = new PointerPointer<>(1)) {
            check(avio_open_dyn_buf(place), "get memory");
            context.pb(place.get(AVIOContext.class, 0));
        }
    }

    /**
     * Adds a picture to the fragment; libavformat copies it.
     *
     * @param address of its first byte; annex B
     * @param micros when it is shown, after the file's first
     * @param duration until the next one
     * @param utcMicros of the first one in a fragment: when it was captured, in microseconds since 1970; else 0
     * @param realTime whether that is known, and not only when it came
     */
    void add(long address, int size, long micros, long duration, boolean keyframe, long utcMicros, boolean realTime)
            throws MediaException {
        if (utcMicros != 0) {
            AVProducerReferenceTime time = new AVProducerReferenceTime(
                av_packet_new_side_data(packet, AV_PKT_DATA_PRFT, Loader.sizeof(AVProducerReferenceTime.class)));
            time.wallclock(utcMicros).flags(realTime ? CONSISTENT | REAL_TIME : CONSISTENT);
        }
        packet.data(data.to(address)).size(size).stream_index(0);
        packet.pts(micros).dts(micros).duration(duration).flags(keyframe ? AV_PKT_FLAG_KEY : 0);
        int error = av_write_frame(context, packet);
        if (utcMicros != 0) {
            av_packet_unref(packet);
        }
        check(error, "add a picture");
    }

    /** Ends the fragment, if there is anything in it; {@link #take} has it then. */
    void endFragment() throws MediaException {
        check(av_write_frame(context, null), "end a fragment");
    }

    /** What the file has next; valid until the next call. Empty if there is nothing. */
    ByteBuffer take() throws MediaException {
        release();
        try (PointerPointer<BytePointer> place = new PointerPointer<>(1)) {
            int size = avio_close_dyn_buf(context.pb(), place);
            context.pb(null);
            made = place.get(BytePointer.class, 0);
            openBuffer();
            return size <= 0 ? ByteBuffer.allocate(0) : new BytePointer(made).capacity(size).asByteBuffer();
        }
    }

    private void release() {
        if (made != null) {
            av_free(made);
            made = null;
        }
    }

    private static void check(int error, String what) throws MediaException {
        if (error < 0) {
            byte[] text = new byte[128];
            av_strerror(error, text, text.length);
            int length = 0;
            while (length < text.length && text[length] != 0) {
                length++;
            }
            throw new MediaException("libavformat cannot " + what + ": "
                + new String(text, 0, length, StandardCharsets.UTF_8) + " (" + error + ")");
        }
    }

    /** Frees everything; what was not taken is gone. May be called again. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        release();
        if (!context.isNull()) {
            if (context.pb() != null) {
                try (PointerPointer<BytePointer> place = new PointerPointer<>(1)) {
                    avio_close_dyn_buf(context.pb(), place);
                    av_free(place.get(BytePointer.class, 0));
                }
                context.pb(null);
            }
            avformat_free_context(context);
        }
        av_packet_free(packet);
    }
}
