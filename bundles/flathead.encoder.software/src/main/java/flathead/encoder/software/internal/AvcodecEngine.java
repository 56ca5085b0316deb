package flathead.encoder.software.internal;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import flathead.api.MediaException;
import flathead.encoder.engine.Engine;
import flathead.encoder.engine.Planes;
import flathead.ffmpeg.At;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * An encoder of libavcodec. Its frame and packet are made once; the frame points at the picture's own planes.
 * libavcodec would copy a frame without buffers of its own, so it holds one of one byte, for as long as it lives.
 */
final class AvcodecEngine implements Engine {
    private static final long POLL_NANOS = 250_000;

    private final String library;
    private final AVCodecContext context;
    private final SvcEncoder inner;
    private final AVFrame frame = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();
    private final LongPointer packetData;
    private final At plane = new At();
    private final At source = new At();
    private final At target = new At();
    private final long patience;
    private long sent;
    private boolean awaited;

    /**
     * @param context open; freed by {@link #close()}
     * @param inner the OpenH264 within, or null
     * @param patience nanoseconds to wait for a picture that is encoded elsewhere; 0 if all is done within the call
     */
    AvcodecEngine(String library, AVCodecContext context, SvcEncoder inner, long patience) {
        this.library = library;
        this.context = context;
        this.inner = inner;
        this.patience = patience;
        frame.format(context.pix_fmt()).width(context.width()).height(context.height());
        frame.color_range(context.color_range()).color_primaries(context.color_primaries());
        frame.color_trc(context.color_trc()).colorspace(context.colorspace());
        frame.buf(0, av_buffer_alloc(1));
        packetData = new LongPointer(new At(packet.address() + Loader.offsetof(AVPacket.class, "data")));
    }

    @Override
    public void send(Planes picture, long number, boolean idr) throws MediaException {
        for (int i = 0; i < 3; i++) {
            frame.data(i, plane.to(picture.address(i)));
            frame.linesize(i, picture.stride(i));
        }
        frame.pts(number);
        frame.pict_type(idr ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        check(avcodec_send_frame(context, frame), number);
        sent = System.nanoTime();
        awaited = patience > 0;
    }

    private void check(int error, long number) throws MediaException {
        if (error < 0) {
            throw new MediaException(library + " failed at picture " + number + ": " + Avcodec.text(error));
        }
    }

    @Override
    public boolean receive() throws MediaException {
        av_packet_unref(packet);
        int error = avcodec_receive_packet(context, packet);
        while (awaited && error == AVERROR_EAGAIN() && System.nanoTime() - sent < patience) {
            LockSupport.parkNanos(POLL_NANOS);
            error = avcodec_receive_packet(context, packet);
        }
        awaited = false;
        if (error == AVERROR_EAGAIN() || error == AVERROR_EOF) {
            return false;
        }
        check(error, frame.pts());
        return true;
    }

    @Override
    public long number() {
        return packet.pts();
    }

    @Override
    public boolean keyframe() {
        return (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    }

    @Override
    public int size() {
        return packet.size();
    }

    @Override
    public void copyTo(long address) {
        Pointer.memcpy(target.to(address), source.to(packetData.get()), packet.size());
    }

    @Override
    public boolean bitrate(int bitsPerSecond) {
        return inner != null && inner.bitrate(bitsPerSecond);
    }

    @Override
    public boolean finish() throws MediaException {
        if (inner != null) {
            return false;
        }
        check(avcodec_send_frame(context, null), frame.pts());
        return true;
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
    }
}
