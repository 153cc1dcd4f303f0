package dev.passerelle.loadtests.csv;

import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Moments;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/// A column of the log of requests; cells are empty for what did not happen or nobody said.
public enum CsvColumn {
    NUMBER("of the request, from 0 in the order of beginning", r -> r.number()),
    CONVERSATION("number of its conversation, from 0", r -> r.conversation()),
    TURN("in its conversation, from 0", r -> r.turn()),
    KIND("name of its traffic", r -> r.kind()),
    OUTCOME("`ok`, `failed`, `left`, `not_sent` or `unfinished`", r -> r.outcome().id()),
    FAILURE("what failed", r -> r.failure()),
    STATUS("of HTTP", r -> r.status() == 0 ? "" : r.status()),
    INTENDED_S("seconds from the run's start to the intended start", r -> seconds(r)),
    BEGAN_MS("from the intended start to when the generator began", since(Moments::began)),
    CONNECTED_MS("to the open connection; empty for one used again", since(Moments::connected)),
    HEADERS_MS("to the status line", since(Moments::headers)),
    FIRST_TOKEN_MS("to the first event with output", since(Moments::firstToken)),
    LAST_TOKEN_MS("to the last event with output", since(Moments::lastToken)),
    ENDED_MS("to the last byte, the client's leaving or the failure", since(Moments::ended)),
    PROMPT_ASKED("tokens meant to be in the prompt", tokens(r -> r.tokens().promptAsked())),
    OUTPUT_ASKED("tokens asked for", tokens(r -> r.tokens().outputAsked())),
    PROMPT_TOKENS("as the server's usage says", tokens(r -> r.tokens().prompt())),
    OUTPUT_TOKENS("as the server's usage says", tokens(r -> r.tokens().output())),
    CACHED_TOKENS("of the prompt, as the server's usage says", tokens(r -> r.tokens().cached())),
    EVENTS("of the stream that held output", tokens(r -> r.tokens().events())),
    SERVER_ADMISSION_MS("of `Server-Timing`", said(r -> r.timing().admission())),
    SERVER_QUEUE_MS("of `Server-Timing`", said(r -> r.timing().queue())),
    SERVER_PROMPT_MS("of `Server-Timing`", said(r -> r.timing().prompt())),
    SERVER_DECODE_MS("of `Server-Timing`", said(r -> r.timing().decode())),
    CACHE("what `x-cache` said", r -> r.cache()),
    REQUEST_ID("what `x-request-id` said", r -> r.requestId());

    private final String meaning;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final Function<CallRecord, Object> cell;

    CsvColumn(String meaning, Function<CallRecord, Object> cell) {
        this.meaning = meaning;
        this.cell = cell;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String meaning() {
        return meaning;
    }

    Object cell(CallRecord record) {
        return cell.apply(record);
    }

    private static Object seconds(CallRecord record) {
        return fixed(record.moments().intended() / 1000, 1_000_000);
    }

    private static Function<CallRecord, Object> since(ToLongFunction<Moments> moment) {
        return r -> {
            long at = moment.applyAsLong(r.moments());
            return at < 0 ? "" : fixed((at - r.moments().intended()) / 1000, 1000);
        };
    }

    private static Function<CallRecord, Object> tokens(ToIntFunction<CallRecord> count) {
        return r -> {
            int tokens = count.applyAsInt(r);
            return tokens < 0 ? "" : tokens;
        };
    }

    private static Function<CallRecord, Object> said(ToDoubleFunction<CallRecord> millis) {
        return r -> {
            double said = millis.applyAsDouble(r);
            return Double.isNaN(said) ? "" : said;
        };
    }

    /// Microseconds in a larger unit, as a decimal without an exponent.
    private static String fixed(long micros, int unit) {
        String fraction = Integer.toString(unit + (int) Math.floorMod(micros, (long) unit));
        return Math.floorDiv(micros, (long) unit) + "." + fraction.substring(1);
    }
}
