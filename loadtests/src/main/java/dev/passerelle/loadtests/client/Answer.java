package dev.passerelle.loadtests.client;

/// Takes the body of an answer as it comes.
interface Answer {
    /// @param moment when these bytes were there
    void take(byte[] bytes, int from, int to, long moment) throws BrokenAnswer;

    /// The body is over.
    ///
    /// @return why it is no good answer, in a few words that group; empty for a good one
    String end();

    /// Whether all that a client waits for is there, though the body may go on.
    default boolean isComplete() {
        return false;
    }

    /// Whether the client wants no more of it.
    default boolean isEnough() {
        return false;
    }

    /// What it is, once it is over.
    Facts facts();

    /// What is known of an answer.
    ///
    /// @param arrivals when each event with output came
    /// @param text empty where it was not to be kept
    @SuppressWarnings("ArrayRecordComponent") // of one request, handed on
    record Facts(Usage usage, long[] arrivals, String text) {}
}
