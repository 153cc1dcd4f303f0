package dev.passerelle.gateway.keys;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What the package logs while this is open, at every level, with traces.
final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.passerelle.gateway.keys");
    private final Level before = logger.getLevel();
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    LogLines() {
        setLevel(Level.ALL);
        logger.setLevel(Level.ALL);
        logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
        StringWriter text = new StringWriter();
        Object[] parameters = line.getParameters();
        text.append(
                parameters == null
                        ? line.getMessage()
                        : MessageFormat.format(line.getMessage(), parameters));
        if (line.getThrown() != null) {
            line.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        lines.add(text.toString());
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }
}
