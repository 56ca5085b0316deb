package flathead.webrtc.rtp.internal.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.ice4j.TransportAddress;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.LocalCandidate;

/**
 * A candidate attribute's value (RFC 8839, section 5.1).
 *
 * @param foundation groups candidates
 * @param priority 1 to 2^31 - 1
 * @param address a literal one; names are not looked up
 * @param port 1 to 65535
 * @param type of the candidate
 */
record CandidateLine(String foundation, long priority, InetAddress address, int port, CandidateType type) {
    private static final String PREFIX = "candidate:";
    private static final int MAX_LENGTH = 512;
    private static final int LEAST_FIELDS = 8;
    private static final Pattern SPACES = Pattern.compile(" +");
    /** Exact, for what the JDK does not take for an address it looks up as a name, which may take long. */
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])"
        + "(\\.(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]*");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
    private static final Pattern FOUNDATION = Pattern.compile("[A-Za-z0-9+/=-]{1,32}");

    /**
     * Reads one.
     *
     * @return null if we cannot use it: TCP, another component, a name such as mDNS's {@code .local}, an unknown type,
     *     malformed
     */
    static CandidateLine parse(String line) {
        if (line == null || line.length() > MAX_LENGTH) {
            return null;
        }
        String value = line.startsWith("a=") ? line.substring(2) : line;
        if (!value.startsWith(PREFIX)) {
            return null;
        }
        String[] fields = SPACES.split(value.substring(PREFIX.length()).trim());
        if (fields.length < LEAST_FIELDS || !FOUNDATION.matcher(fields[0]).matches() || !fields[1].equals("1")
            || !fields[2].equalsIgnoreCase("udp") || !fields[6].equals("typ")) {
            return null;
        }
        long priority = number(fields[3], Integer.MAX_VALUE);
        int port = (int) number(fields[5], 65_535);
        CandidateType type = type(fields[7]);
        InetAddress address = literal(fields[4]);
        if (priority < 1 || port < 1 || type == null || address == null) {
            return null;
        }
        return new CandidateLine(fields[0], priority, address, port, type);
    }

    private static long number(String field, long most) {
        if (!NUMBER.matcher(field).matches()) {
            return -1;
        }
        long value = Long.parseLong(field);
        return value <= most ? value : -1;
    }

    private static CandidateType type(String field) {
        return switch (field) {
            case "host" -> CandidateType.HOST_CANDIDATE;
            case "srflx" -> CandidateType.SERVER_REFLEXIVE_CANDIDATE;
            case "prflx" -> CandidateType.PEER_REFLEXIVE_CANDIDATE;
            case "relay" -> CandidateType.RELAYED_CANDIDATE;
            default -> null;
        };
    }

    /** Whether the JDK makes an address of it, or refuses it, without asking a name server. */
    static boolean isLiteral(String field) {
        return field.indexOf(':') < 0 ? IPV4.matcher(field).matches() : IPV6.matcher(field).matches();
    }

    private static InetAddress literal(String field) {
        if (!isLiteral(field)) {
            return null;
        }
        try {
            InetAddress address = InetAddress.getByName(field);
            return address.isAnyLocalAddress() || address.isMulticastAddress() ? null : address;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** The attribute's value for one of ours. */
    static String of(LocalCandidate candidate) {
        TransportAddress address = candidate.getTransportAddress();
        return PREFIX + candidate.getFoundation() + " 1 udp " + candidate.getPriority() + " "
            + literal(address.getAddress()) + " " + address.getPort() + " typ " + candidate.getType()
            + related(candidate);
    }

    /** Of a relayed one it would tell an address of this host's, which nobody needs to know (RFC 8839, section 5.1). */
    private static String related(LocalCandidate candidate) {
        TransportAddress base = candidate.getBase().getTransportAddress();
        return switch (candidate.getType()) {
            case SERVER_REFLEXIVE_CANDIDATE -> " raddr " + literal(base.getAddress()) + " rport " + base.getPort();
            case RELAYED_CANDIDATE -> base.isIPv6() ? " raddr :: rport 9" : " raddr 0.0.0.0 rport 9";
            default -> "";
        };
    }

    /** Without the name of the link. */
    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
