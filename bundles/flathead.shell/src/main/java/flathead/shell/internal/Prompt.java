package flathead.shell.internal;

import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prompt in the terminal of the runtime. Where nobody sits before it, it does nothing: no thread, and nothing reads
 * the standard input. What is logged meanwhile appears above it. Ctrl-C ends the runtime, as without a prompt; Ctrl-D
 * ends only the prompt.
 */
@Component(service = {}, immediate = true)
public final class Prompt {
    private static final Logger LOG = LoggerFactory.getLogger(Prompt.class);
    private static final String TEXT = "flathead> ";
    /** As the shell counts a process that SIGINT ends. */
    private static final int INTERRUPTED = 130;

    private final CommandProcessor processor;
    private final Completions completions;
    private Terminal terminal;
    private LineReader reader;
    private PrintStream outside;
    private PrintStream errors;
    private PrintStream lines;
    private LogLines unfinished;
    private volatile boolean closed;

    /** Opens the prompt if there is to be one. */
    @Activate
    public Prompt(BundleContext context, @Reference CommandProcessor processor, @Reference Commands commands) {
        this.processor = processor;
        completions = new Completions(commands, () -> functions(context));
        When when = When.of(context);
        if (when == When.OFF || when == When.AUTO && !Foreground.here()) {
            return;
        }
        terminal = openTerminal();
        if (terminal == null) {
            return;
        }
        stayWhenSentBehind();
        // JLine would put the system's handler where the JVM's own was, and the process would be killed.
        terminal.handle(Terminal.Signal.INT, signal -> System.exit(INTERRUPTED));
        reader = LineReaderBuilder.builder().terminal(terminal).appName("flathead").completer(completer())
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true).build();
        LOG.info("commands: flathead:status, flathead:swap, flathead:set; help lists all; Tab completes");
        Thread thread = new Thread(this::run, "flathead-shell");
        thread.setDaemon(true);
        thread.start();
    }

    private static Terminal openTerminal() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // JLine looks for its parts there.
        thread.setContextClassLoader(Prompt.class.getClassLoader());
        try {
            return TerminalBuilder.builder().system(true).dumb(false).provider("jni").build();
        } catch (IllegalStateException e) {
            // The terminal wants a shutdown hook; if it is too late for that, nobody waits for a prompt.
            LOG.debug("there is no prompt: {}", e.getMessage());
            return null;
        } catch (IOException | RuntimeException e) {
            LOG.warn("there is no prompt, since no terminal can be had: {}{}", e.getMessage(),
                e.getSuppressed().length == 0 ? "" : " (" + e.getSuppressed()[0] + ")");
            return null;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * A prompt that is sent to the background (Ctrl-Z, bg) gets an error where it reads, and ends; else the kernel
     * would stop the whole process.
     */
    private static void stayWhenSentBehind() {
        try {
            // By their names: javac has a warning for these two that cannot be switched off.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ignore = handler.getField("SIG_IGN").get(null);
            for (String name : new String[] {"TTIN", "TTOU"}) {
                signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ignore);
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            LOG.debug("the prompt stops the process when it is sent to the background: {}", e.toString());
        }
    }

    private static Set<String> functions(BundleContext context) {
        try {
            return Arrays.stream(context.getAllServiceReferences(null, "(osgi.command.function=*)"))
                .flatMap(each -> Completions.names(each.getProperty("osgi.command.scope"),
                    each.getProperty("osgi.command.function")))
                .collect(Collectors.toCollection(TreeSet::new));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Completer completer() {
        return (line, parsed, candidates) -> completions.at(parsed.words(), parsed.wordIndex()).forEach(each ->
            candidates.add(new Candidate(each, each, null, null, null, null, !each.endsWith("="))));
    }

    /** Until the next command: what is printed while one runs is for its session to take, as Gogo wants it. */
    private synchronized void takeOutput() {
        if (closed) {
            return;
        }
        outside = System.out;
        errors = System.err;
        unfinished = new LogLines(Charset.defaultCharset(), reader::printAbove);
        lines = new PrintStream(unfinished, true, Charset.defaultCharset());
        System.setOut(lines);
        System.setErr(lines);
    }

    private synchronized void giveOutputBack() {
        if (lines != null) {
            // Not the stream: whoever has just taken it for a line shall not lose that.
            unfinished.close();
            if (System.out == lines) {
                System.setOut(outside);
            }
            if (System.err == lines) {
                System.setErr(errors);
            }
            lines = null;
        }
    }

    private void run() {
        try (CommandSession session = processor.createSession(InputStream.nullInputStream(), terminal.output(),
                terminal.output())) {
            while (!closed) {
                takeOutput();
                String line = reader.readLine(TEXT);
                giveOutputBack();
                execute(session, line);
            }
        } catch (UserInterruptException e) {
            // The terminal is as it was; from here on Ctrl-C again means what it always meant.
            System.exit(INTERRUPTED);
        } catch (EndOfFileException | IOError | IllegalStateException e) {
            if (!closed) {
                giveOutputBack();
                LOG.info("the prompt has ended, the runtime goes on; Ctrl-C ends it");
            }
        }
    }

    private void execute(CommandSession session, String line) {
        if (line.isBlank()) {
            return;
        }
        String said;
        try {
            Object result = session.execute(line);
            said = result == null ? "" : session.format(result, Converter.INSPECT).toString();
        } catch (Exception e) {
            said = Completions.plain(e);
        }
        if (!said.isEmpty()) {
            terminal.writer().println(said.stripTrailing());
        }
        terminal.flush();
    }

    /** Leaves the terminal as it was found. */
    @Deactivate
    public void deactivate() {
        closed = true;
        giveOutputBack();
        if (terminal != null) {
            try {
                if (reader.isReading()) {
                    // What is logged from here on stands below the prompt.
                    terminal.writer().println();
                    terminal.flush();
                }
                terminal.close();
            } catch (IOException e) {
                LOG.debug("the terminal does not close: {}", e.toString());
            }
        }
    }
}
