package dev.passerelle.gateway;

import dev.passerelle.gateway.openai.ApiException.LedgerUnavailable;
import dev.passerelle.gateway.usage.Account;
import dev.passerelle.gateway.usage.Counted;
import dev.passerelle.gateway.usage.Latency;
import dev.passerelle.gateway.usage.Ledger;
import dev.passerelle.gateway.usage.Outcome;
import dev.passerelle.gateway.usage.Work;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A ledger that shows what it is told.
public final class RecordingLedger implements Ledger {
    private final BlockingQueue<Closed> records = new LinkedBlockingQueue<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean full;

    /// A record that was closed.
    ///
    /// @param model empty if it isn't about one
    /// @param work absent if none began
    /// @param handedOver what a crash just before its end would have counted
    public record Closed(
            Account account,
            String model,
            String revision,
            @Nullable Work work,
            long handedOver,
            Outcome outcome,
            int status,
            long promptTokens,
            long completionTokens,
            Latency latency) {}

    /// Can begin no records any more.
    public void fill() {
        full = true;
    }

    /// The next record, waiting for it.
    public Closed next() throws InterruptedException {
        Closed record = records.poll(10, TimeUnit.SECONDS);
        if (record == null) {
            throw new AssertionError("no request was recorded");
        }
        return record;
    }

    /// Records nobody has asked for.
    public int left() {
        return records.size();
    }

    /// Records so far, whether closed or not.
    public int opened() {
        return opened.get();
    }

    /// Records not closed yet.
    public int open() {
        return open.get();
    }

    @Override
    public Entry open(Account account) {
        opened.incrementAndGet();
        open.incrementAndGet();
        return new Recording(account);
    }

    @Override
    public void close() {}

    private final class Recording implements Entry {
        private final Account account;
        private String model = "";
        private String revision = "";
        private @Nullable Work work;
        private long handedOver;

        Recording(Account account) {
            this.account = account;
        }

        @Override
        public void about(String served, String version) {
            model = served;
            revision = version;
        }

        @Override
        public void begin(Work begins) {
            if (full) {
                throw new LedgerUnavailable("the disk is full");
            }
            work = begins;
        }

        @Override
        public void generated(long tokens) {
            handedOver = tokens;
        }

        @Override
        public void end(Outcome outcome, int status, Counted tokens, Latency latency) {
            open.decrementAndGet();
            records.add(
                    new Closed(
                            account,
                            model,
                            revision,
                            work,
                            handedOver,
                            outcome,
                            status,
                            tokens.prompt(),
                            tokens.completion(),
                            latency));
        }
    }
}
