package flathead.webrtc.rtp.internal.transport;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ice4j.StackProperties;
import org.ice4j.ice.Agent;
import org.ice4j.ice.AgentConfig;
import org.ice4j.ice.harvest.HarvestConfig;
import org.ice4j.stack.StunClientTransaction;
import org.jitsi.srtp.crypto.Aes;

/** What the libraries need to be told once, before anything else is done with them. */
public final class Libraries {
    /** Held, because java.util.logging forgets the level of a logger that nobody holds. */
    private static final List<Logger> QUIET = List.of(Logger.getLogger("org.ice4j"), Logger.getLogger("org.jitsi"));
    /** Of the pairs tried, most fail, and checks come late; ice4j calls both a warning. */
    private static final List<Logger> SILENT = List.of(Logger.getLogger("org.ice4j.ice"),
        Logger.getLogger("org.ice4j.stack"), Logger.getLogger("org.jitsi.srtp.crypto.JitsiOpenSslProvider"));

    private Libraries() {
    }

    /** May be called again. */
    public static void prepare() {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        SILENT.forEach(logger -> logger.setLevel(Level.SEVERE));
        // Else its harvesters cut the time that every check has to a tenth.
        System.getProperties().putIfAbsent(StackProperties.MAX_CTRAN_RETRANS_TIMER,
            Integer.toString(StunClientTransaction.DEFAULT_MAX_WAIT_INTERVAL));
        System.getProperties().putIfAbsent(StackProperties.MAX_CTRAN_RETRANSMISSIONS,
            Integer.toString(StunClientTransaction.DEFAULT_MAX_RETRANSMISSIONS));
        // The first use would otherwise time every AES that it finds, for one to two seconds of computing.
        Aes.setFactoryClassName("SunJCE");
        // They find their configuration files through this thread's loader, the first time that they are used.
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Libraries.class.getClassLoader());
        try {
            AgentConfig.config.getConsentFreshnessInterval();
            HarvestConfig.config.useIpv6();
            new Agent().free();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
