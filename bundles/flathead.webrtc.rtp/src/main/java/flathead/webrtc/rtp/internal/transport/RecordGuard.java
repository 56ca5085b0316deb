package flathead.webrtc.rtp.internal.transport;

/**
 * Looks at a datagram's DTLS records (RFC 6347, section 4.1) before BouncyCastle does, which takes two things badly. A
 * sealed record that is too short to be one ends the association, although anybody can send it. And a change of the
 * cipher that overtakes the client's CertificateVerify makes the server deaf to the latter for good, so that one lost
 * datagram fails the handshake; dropped, it comes again with the rest of its flight. One thread.
 */
final class RecordGuard {
    private static final int RECORD_HEADER = 13;
    private static final int MESSAGE_HEADER = 12;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int CERTIFICATE_VERIFY = 15;
    /** An explicit nonce and a tag: all our cipher suites are GCM. */
    private static final int LEAST_SEALED = 8 + 16;

    private boolean verified;

    /** {@code client} says which side we are. */
    RecordGuard(boolean client) {
        verified = client;
    }

    /** Whether the datagram may be looked into. */
    boolean passes(byte[] datagram) {
        int at = 0;
        while (at + RECORD_HEADER <= datagram.length) {
            int type = datagram[at] & 0xff;
            boolean sealed = datagram[at + 3] != 0 || datagram[at + 4] != 0;
            int length = number(datagram, at + 11, 2);
            if (sealed && length < LEAST_SEALED || !sealed && type == CHANGE_CIPHER_SPEC && !verified) {
                return false;
            }
            at += RECORD_HEADER;
            if (!sealed && type == HANDSHAKE) {
                look(datagram, at, Math.min(at + length, datagram.length));
            }
            at += length;
        }
        return true;
    }

    private void look(byte[] datagram, int from, int end) {
        int at = from;
        while (at + MESSAGE_HEADER <= end) {
            verified |= datagram[at] == CERTIFICATE_VERIFY;
            at += MESSAGE_HEADER + number(datagram, at + 9, 3);
        }
    }

    private static int number(byte[] data, int offset, int bytes) {
        int number = 0;
        for (int i = offset; i < offset + bytes; i++) {
            number = number << 8 | data[i] & 0xff;
        }
        return number;
    }
}
