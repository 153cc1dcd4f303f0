package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.runtime.Timing;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// An answer of one JSON object, which has been read to its end.
final class WholeAnswer implements Answer {
    private static final int LEAST_SIZE = 512;
    private static final int FIRST_SIZE = 64 << 10;
    private static final int LONGEST = 64 << 20;

    private final Origin origin;
    private final Tokens tokens;
    private final boolean keepable;
    private @Nullable Part part;

    private WholeAnswer(Origin origin, Tokens tokens, boolean keepable, Part part) {
        this.origin = origin;
        this.tokens = tokens;
        this.keepable = keepable;
        this.part = part;
    }

    /// Reads the body, and closes the exchange.
    static Answer read(
            Origin origin,
            Exchange exchange,
            UsageCount count,
            boolean generates,
            boolean keepable,
            Patience patience,
            Failures failures)
            throws InterruptedException {
        long length = exchange.head().length();
        Inflow body = new Inflow(Math.clamp(length, LEAST_SIZE, FIRST_SIZE));
        while (exchange.read(body)) {
            patience.begun();
            if (body.size() > LONGEST) {
                throw failures.garbage("sends an answer that doesn't end.", null);
            }
        }
        exchange.close();
        ReportedUsage usage = usage(body, failures);
        long generated = 0;
        if (usage != null) {
            count.learn(usage);
        } else if (generates) {
            generated = count.ratio().tokens(body.size());
        }
        return new WholeAnswer(
                origin,
                count.tokens(usage, generated),
                keepable,
                new Part(body.bytes(), body.from(), body.size()));
    }

    private static @Nullable ReportedUsage usage(Inflow body, Failures failures) {
        try {
            AnswerScan scan = new AnswerScan(body.bytes(), body.from(), body.size());
            if (scan.error()) {
                throw failures.garbage("reports an error as if it were an answer.", null);
            }
            return scan.usage();
        } catch (JacksonException | IllegalStateException e) {
            throw failures.garbage("answers with what is no JSON object.", e);
        }
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public boolean streamed() {
        return false;
    }

    @Override
    public @Nullable Part next() {
        Part next = part;
        part = null;
        return next;
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public boolean keepable() {
        return keepable;
    }

    @Override
    public Timing timing() {
        return Timing.NONE;
    }

    @Override
    public void close() {}
}
