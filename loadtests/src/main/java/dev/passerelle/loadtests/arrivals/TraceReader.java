package dev.passerelle.loadtests.arrivals;

import dev.passerelle.loadtests.plan.ScenarioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// Lines of a CSV file of requests, read one by one. Columns are found by the names that public
/// traces give them: Azure's LLM inference traces (`TIMESTAMP,ContextTokens,GeneratedTokens`),
/// Vidur's (`arrived_at,num_prefill_tokens,num_decode_tokens`), BurstGPT's (`Timestamp,Request
/// tokens,Response tokens`).
final class TraceReader implements AutoCloseable {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setTrim(true).setIgnoreEmptyLines(true).get();
    private static final List<String> TIME = List.of("timestamp", "arrived_at", "time");
    private static final List<String> PROMPT =
            List.of(
                    "prompt_tokens",
                    "input_tokens",
                    "contexttokens",
                    "num_prefill_tokens",
                    "request_tokens");
    private static final List<String> OUTPUT =
            List.of(
                    "output_tokens",
                    "completion_tokens",
                    "generatedtokens",
                    "num_decode_tokens",
                    "response_tokens");

    private final Path file;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final int time;
    private final int prompt;
    private final int output;

    /// One request.
    ///
    /// @param nanos since whatever the file counts from
    record Row(long nanos, Lengths lengths) {}

    TraceReader(Path file) {
        this.file = file;
        this.parser = open(file);
        this.records = parser.iterator();
        var header = next();
        if (header == null) {
            throw new ScenarioException("trace " + file + " is empty");
        }
        this.time = column(header, TIME);
        this.prompt = column(header, PROMPT);
        this.output = column(header, OUTPUT);
    }

    private static CSVParser open(Path file) {
        try {
            return FORMAT.parse(Files.newBufferedReader(file));
        } catch (NoSuchFileException e) {
            throw new ScenarioException("trace " + file + " does not exist");
        } catch (IOException e) {
            throw new ScenarioException("trace " + file + " can't be read: " + e.getMessage());
        }
    }

    private int column(CSVRecord header, List<String> names) {
        for (int i = 0; i < header.size(); i++) {
            if (names.contains(plain(header.get(i)))) {
                return i;
            }
        }
        close();
        throw new ScenarioException(
                "trace %s has no column %s in its first line"
                        .formatted(file, String.join(" or ", names)));
    }

    private static String plain(String name) {
        return name.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    /// The next line; null after the last.
    @Nullable Row read() {
        var line = next();
        return line == null
                ? null
                : new Row(
                        TraceTime.nanos(field(line, time), this::wrong),
                        new Lengths(tokens(line, prompt), tokens(line, output)));
    }

    private @Nullable CSVRecord next() {
        try {
            return !parser.isClosed() && records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            throw wrong(
                    e.getCause() instanceof MalformedInputException
                            ? "is not UTF-8"
                            : "can't be read: " + e.getMessage());
        }
    }

    private String field(CSVRecord line, int column) {
        if (column >= line.size()) {
            throw wrong("has only " + line.size() + " fields");
        }
        return line.get(column);
    }

    private int tokens(CSVRecord line, int column) {
        String text = field(line, column);
        try {
            return Integer.parseUnsignedInt(
                    text.endsWith(".0") ? text.substring(0, text.length() - 2) : text);
        } catch (NumberFormatException e) {
            throw wrong("holds '" + text + "', which is no number of tokens");
        }
    }

    /// An error that names the line read last.
    ScenarioException wrong(String why) {
        return new ScenarioException(
                "trace %s, line %d: %s".formatted(file, parser.getCurrentLineNumber(), why));
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
