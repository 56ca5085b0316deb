package flathead.shell.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Whether somebody sits before this process: its standard input is a terminal, and it is in the foreground there. A
 * process in the background that reads its terminal is stopped by the kernel (SIGTTIN), and the video with it.
 */
final class Foreground {
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final long PATIENCE_MILLIS = 2_000;

    private Foreground() {
    }

    static boolean here() {
        try {
            return Files.isReadable(STAT)
                ? isTerminal(Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString())
                    && isInFront(Files.readString(STAT, StandardCharsets.ISO_8859_1))
                : asksTheTools();
        } catch (IOException e) {
            return false;
        }
    }

    static boolean isTerminal(String device) {
        return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
    }

    /** Reads proc(5): after the name in parentheses come state, ppid, pgrp, session, tty_nr and tpgid. */
    static boolean isInFront(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        return fields.length > 5 && !fields[4].equals("0") && fields[2].equals(fields[5]);
    }

    /** Where there is no /proc (macOS). */
    private static boolean asksTheTools() throws IOException {
        String groups = answer("ps", "-o", "pgid=", "-o", "tpgid=", "-p", Long.toString(ProcessHandle.current().pid()));
        String[] both = groups == null ? new String[0] : groups.trim().split("\\s+");
        return both.length == 2 && both[0].equals(both[1]) && answer("test", "-t", "0") != null;
    }

    /** What a command says that shares our standard input; null if it fails. */
    private static String answer(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            if (process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS) && process.exitValue() == 0) {
                return said;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return null;
    }
}
