package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCRtpCodecCapability;
import dev.onvoid.webrtc.internal.NativeLoader;
import dev.onvoid.webrtc.media.MediaType;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import flathead.api.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libwebrtc, loaded: its one factory of peer connections with its three threads, and an audio device that is none. One
 * thread. Peer connections are closed before it is.
 */
final class NativeStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NativeStack.class);
    private static final String INSTALL =
        "apt install libpulse0 libx11-6 libxfixes3 libxrandr2 libxcomposite1 libdbus-1-3";
    /** The copy that webrtc-java made of its library to load it, and what is wrong. */
    private static final Pattern REASON = Pattern.compile("(?s)(?<file>\\S*libwebrtc-java[^\\s:]*): (?<reason>.*)");
    private static final Pattern MISSING = Pattern.compile("(?<library>[^\\s:]+): cannot open shared object file.*");

    /** VP8 first: every receiver has it, and old ones have nothing else. RTX repairs what is lost of any. */
    private static final List<String> OFFERED = List.of("VP8", "H264", "VP9", "AV1", "rtx");

    private final HeadlessAudioDeviceModule audio;
    private final PeerConnectionFactory factory;

    private final List<RTCRtpCodecCapability> sendCodecs;

    private NativeStack(HeadlessAudioDeviceModule audio, PeerConnectionFactory factory) {
        this.audio = audio;
        this.factory = factory;
        this.sendCodecs = inOrder(factory.getRtpSenderCapabilities(MediaType.VIDEO).getCodecs());
    }

    private static List<RTCRtpCodecCapability> inOrder(List<RTCRtpCodecCapability> all) {
        List<RTCRtpCodecCapability> chosen = new ArrayList<>();
        for (String name : OFFERED) {
            all.stream().filter(codec -> codec.getName().equalsIgnoreCase(name)).forEach(chosen::add);
        }
        return List.copyOf(chosen);
    }

    /**
     * Loads the native library, which takes some tenths of a second the first time, and makes the factory.
     *
     * @throws MediaException if this machine cannot; the message names the missing library and how to get it
     */
    static NativeStack load() throws MediaException {
        try {
            // Before any class does it while it is initialized: that could not be tried again in this process.
            NativeLoader.loadLibrary("webrtc-java");
            // Without an audio module the factory opens the machine's, and aborts the process if it has none.
            HeadlessAudioDeviceModule audio = new HeadlessAudioDeviceModule();
            return new NativeStack(audio, new PeerConnectionFactory(audio));
        } catch (UnsatisfiedLinkError e) {
            throw new MediaException("libwebrtc cannot be loaded: " + explain(e.getMessage()), e);
        } catch (Throwable t) {
            if (t instanceof VirtualMachineError broken) {
                throw broken;
            }
            throw new MediaException("libwebrtc cannot be loaded on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ": " + Natives.line(t), t);
        }
    }

    /** Says which library is missing, and removes the copy of ours that webrtc-java leaves behind then. */
    static String explain(String linkError) {
        String text = String.valueOf(linkError);
        Matcher told = REASON.matcher(text);
        if (told.matches()) {
            remove(Path.of(told.group("file")));
            text = told.group("reason");
        }
        Matcher missing = MISSING.matcher(text);
        return missing.matches() ? missing.group("library") + " is missing; " + INSTALL
            : Natives.line(text) + "; what it needs is had by " + INSTALL;
    }

    private static void remove(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            LOG.debug("{} stays behind: {}", copy, e.toString());
        }
    }

    /** Makes peer connections. */
    PeerConnectionFactory factory() {
        return factory;
    }

    /** What it encodes, as it is to be offered, best first. */
    List<RTCRtpCodecCapability> sendCodecs() {
        return sendCodecs;
    }

    @Override
    public void close() {
        try {
            Natives.down("the factory's end", factory::dispose);
            Natives.down("the audio module's end", audio::dispose);
        } catch (MediaException e) {
            LOG.warn("libwebrtc: {}", e.getMessage());
        }
    }
}
