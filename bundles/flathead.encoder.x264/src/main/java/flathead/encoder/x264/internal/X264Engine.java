package flathead.encoder.x264.internal;

import com.sun.jna.Memory;
import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.encoder.engine.Engine;
import flathead.encoder.engine.Planes;

/** An open encoder of libx264. What goes in comes out within the call, in the library's own buffer. */
final class X264Engine implements Engine {
    private final String library;
    private final Parameters parameters;
    private final int planes;
    private final Memory input = new Memory(Layout.PICTURE);
    private final Memory output = new Memory(Layout.PICTURE);
    /** The address of the NAL units, and how many they are. */
    private final Memory result = new Memory(2 * Long.BYTES);
    private final long inputAddress = At.of(input);
    private final long outputAddress = At.of(output);
    private final long nalsAddress = At.of(result);
    private final long countAddress = nalsAddress + Long.BYTES;
    private final At nal = new At();
    private final int maxKilobits;
    private long encoder;
    private int size;
    private boolean ready;

    /**
     * Opens it.
     *
     * @throws MediaException if it cannot be opened; nothing stays open then
     */
    X264Engine(String library, VideoFormat format, int bitsPerSecond) throws MediaException {
        this.library = library;
        this.planes = format.codec() == Codec.NV12 ? 2 : 3;
        input.clear();
        output.clear();
        result.clear();
        parameters = new Parameters(library, format, bitsPerSecond);
        try {
            encoder = Calls.x264_encoder_open(parameters.address());
            SequenceHeader header = encoder == 0 ? null : header();
            if (header == null || !header.holds(format.width(), format.height()) || header.maxKilobits() == 0) {
                throw new MediaException(library + " cannot encode " + format + " at " + bitsPerSecond + " bit/s"
                    + (encoder == 0 ? "" : ": it announces " + header));
            }
            maxKilobits = header.maxKilobits();
        } catch (MediaException e) {
            close();
            throw e;
        }
        Calls.x264_picture_init(inputAddress);
        input.setInt(Layout.IMAGE_COLOUR_SPACE, planes == 2 ? Layout.NV12 : Layout.I420);
        input.setInt(Layout.PLANE_COUNT, planes);
    }

    /** The sequence parameter set that it will write; null if its parameter sets do not look like any. */
    private SequenceHeader header() {
        int bytes = Calls.x264_encoder_headers(encoder, nalsAddress, countAddress);
        if (bytes <= 0 || result.getInt(Long.BYTES) < 2) {
            return null;
        }
        nal.to(result.getLong(0));
        int sps = nal.getInt(Layout.NAL_SIZE);
        int pps = nal.getInt(Layout.NAL + Layout.NAL_SIZE);
        long start = nal.getLong(Layout.NAL_BYTES);
        boolean inOrder = nal.getInt(Layout.NAL_TYPE) == SequenceHeader.SPS
            && nal.getInt(Layout.NAL + Layout.NAL_TYPE) == SequenceHeader.PPS && sps > 0 && pps > 0
            && sps + pps <= bytes && nal.getLong(Layout.NAL + Layout.NAL_BYTES) == start + sps;
        return inOrder ? SequenceHeader.read(nal.to(start).getByteArray(0, sps)) : null;
    }

    @Override
    public void send(Planes picture, long number, boolean idr) throws MediaException {
        for (int i = 0; i < planes; i++) {
            input.setInt(Layout.STRIDES + i * Integer.BYTES, picture.stride(i));
            input.setLong(Layout.PLANES + i * Long.BYTES, picture.address(i));
        }
        input.setInt(Layout.TYPE, idr ? Layout.IDR : Layout.AUTO);
        input.setLong(Layout.PTS, number);
        int bytes = Calls.x264_encoder_encode(encoder, nalsAddress, countAddress, inputAddress, outputAddress);
        if (bytes < 0) {
            throw new MediaException(library + " failed at picture " + number + ": error " + bytes);
        }
        size = bytes;
        ready = bytes > 0;
    }

    @Override
    public boolean receive() {
        boolean answer = ready;
        ready = false;
        return answer;
    }

    @Override
    public long number() {
        return output.getLong(Layout.PTS);
    }

    @Override
    public boolean keyframe() {
        return output.getInt(Layout.KEYFRAME) != 0;
    }

    @Override
    public int size() {
        return size;
    }

    /** The NAL units lie one behind the other. */
    @Override
    public void copyTo(long address) {
        Libc.memcpy(address, nal.to(result.getLong(0)).getLong(Layout.NAL_BYTES), size);
    }

    /** A rate above that of the level needs another level, and so a new encoder. */
    @Override
    public boolean bitrate(int bitsPerSecond) {
        int kilobits = Parameters.kilobits(bitsPerSecond);
        return kilobits <= maxKilobits && parameters.rate(kilobits)
            && Calls.x264_encoder_reconfig(encoder, parameters.address()) == 0;
    }

    @Override
    public boolean finish() {
        return false;
    }

    @Override
    public void close() {
        if (encoder != 0) {
            Calls.x264_encoder_close(encoder);
            encoder = 0;
        }
        parameters.close();
        input.close();
        output.close();
        result.close();
    }
}
