package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.openai.ApiException.LedgerUnavailable;

/// Keeps a record of every request. Never waits for a database: what is recorded is safe from the
/// end of this process at once, and reaches the database soon.
public interface Ledger extends AutoCloseable {

    /// Keeps nothing.
    Ledger NONE =
            new Ledger() {
                @Override
                public Entry open(Account account) {
                    return Entry.NONE;
                }

                @Override
                public void close() {}
            };

    /// Opens the record of a request. Writes nothing yet.
    Entry open(Account account);

    /// Brings all records to the database, as far as it answers; the rest waits for the next start.
    @Override
    void close();

    /// The record of one request.
    interface Entry {

        /// Keeps nothing.
        Entry NONE =
                new Entry() {
                    @Override
                    public void about(String model, String revision) {}

                    @Override
                    public void begin(Work work) {}

                    @Override
                    public void generated(long tokens) {}

                    @Override
                    public void end(Outcome outcome, int status, Counted tokens, Latency latency) {}
                };

        /// Tells which served model it is about. Writes nothing yet.
        ///
        /// @param revision commit of its files; empty while it isn't loaded
        void about(String model, String revision);

        /// A deployment's work begins. From here on the record outlives the process. May be called
        /// again when another deployment takes over: the newest work counts.
        ///
        /// @throws LedgerUnavailable if that can't be recorded; then the work must not begin
        void begin(Work work);

        /// How many tokens have been generated and handed to the client so far; they count even if
        /// the process is killed a tenth of a second later. Cheap enough for every token.
        void generated(long tokens);

        /// Closes the record. Only the first call counts.
        ///
        /// @param status the HTTP status answered
        void end(Outcome outcome, int status, Counted tokens, Latency latency);

        /// Closes the record with exact counts.
        default void end(
                Outcome outcome,
                int status,
                long promptTokens,
                long completionTokens,
                long cachedTokens,
                Latency latency) {
            end(
                    outcome,
                    status,
                    new Counted(promptTokens, completionTokens, cachedTokens, false),
                    latency);
        }
    }
}
