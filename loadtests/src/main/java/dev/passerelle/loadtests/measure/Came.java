package dev.passerelle.loadtests.measure;

/// Tokens that one request moved. Usage counts where the server sent it; else a prompt that was
/// read counts as long as it was meant to be, and an answer one token for each event.
final class Came {
    private Came() {}

    /// Whether tokens are counted by other means than the server's usage.
    static boolean lacksUsage(CallRecord record) {
        Tokens tokens = record.tokens();
        return tokens.prompt() < 0 || (tokens.output() < 0 && tokens.outputAsked() > 0);
    }

    static int prompt(CallRecord record) {
        Tokens tokens = record.tokens();
        if (tokens.prompt() >= 0) {
            return tokens.prompt();
        }
        boolean read = record.outcome() == Outcome.OK || record.moments().firstToken() >= 0;
        return read ? Math.max(0, tokens.promptAsked()) : 0;
    }

    static int output(CallRecord record) {
        Tokens tokens = record.tokens();
        return tokens.output() >= 0 ? tokens.output() : Math.max(0, tokens.events());
    }

    /// When the prompt had been read, as far as a client can tell.
    static long promptRead(Moments at) {
        return at.firstToken() >= 0 ? at.firstToken() : at.ended();
    }
}
