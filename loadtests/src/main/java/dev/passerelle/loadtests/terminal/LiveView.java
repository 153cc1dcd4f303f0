package dev.passerelle.loadtests.terminal;

import dev.passerelle.loadtests.measure.Snapshot;
import dev.passerelle.loadtests.run.Progress;
import java.io.PrintStream;
import java.util.List;
import java.util.function.IntSupplier;
import picocli.CommandLine.Help.Ansi;

/// How a load test stands, drawn over again in the same place of a terminal, five times a second at
/// most. Closing it gives the cursor back and leaves the last view on the screen.
public final class LiveView implements Progress, AutoCloseable {
    private static final double BETWEEN = 0.2;
    private static final String WRAPPING = "\033[?7h";
    private static final String CUTTING = "\033[?7l";

    /// No cursor, and nothing wrapped: a line takes one row, however narrow the window becomes.
    private static final String BEGIN = "\033[?25l" + CUTTING;

    /// Gives a terminal back as it was.
    public static final String END = WRAPPING + "\033[?25h";

    private static final String CLEAR_BELOW = "\r\033[J";

    private final PrintStream out;
    private final IntSupplier width;
    private final Frame frame;
    private List<String> drawn = List.of();
    private double last = Double.NEGATIVE_INFINITY;
    private boolean closed;

    /// @param width of the terminal in columns, asked each time, as it may change
    public LiveView(PrintStream out, IntSupplier width, Ansi ansi) {
        this.out = out;
        this.width = width;
        frame = new Frame(new Ink(ansi));
    }

    @Override
    public synchronized void stands(Snapshot snapshot) {
        if (closed || snapshot.elapsed() - last < BETWEEN) {
            return;
        }
        StringBuilder text = new StringBuilder(drawn.isEmpty() ? BEGIN : "");
        text.append(erasing());
        last = snapshot.elapsed();
        drawn = frame.of(snapshot, width.getAsInt());
        drawn.forEach(line -> text.append(line).append('\n'));
        print(text.toString());
    }

    @Override
    public synchronized void says(String line) {
        if (closed || drawn.isEmpty()) {
            print(line + "\n");
            return;
        }
        StringBuilder text =
                new StringBuilder(erasing())
                        .append(WRAPPING)
                        .append(line)
                        .append('\n')
                        .append(CUTTING);
        drawn.forEach(old -> text.append(old).append('\n'));
        print(text.toString());
    }

    /// May be called more than once, from any thread.
    @Override
    public synchronized void close() {
        if (!closed && !drawn.isEmpty()) {
            print(END);
        }
        closed = true;
    }

    private String erasing() {
        if (drawn.isEmpty() || closed) {
            return "";
        }
        return "\033[%dA".formatted(drawn.size()) + CLEAR_BELOW;
    }

    private void print(String text) {
        out.print(text);
        out.flush();
    }
}
