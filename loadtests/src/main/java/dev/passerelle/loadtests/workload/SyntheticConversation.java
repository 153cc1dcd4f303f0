package dev.passerelle.loadtests.workload;

import dev.passerelle.loadtests.arrivals.Lengths;
import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.Leaving;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One conversation of random words; its turns are made again whenever they are asked for.
///
/// @param lengths of its only turn, from a trace; null for those of the traffic
/// @param prefix it begins with; empty for none
/// @param seed of its turns
record SyntheticConversation(
        Kind kind,
        @Nullable Lengths lengths,
        int turns,
        String prefix,
        @Nullable String key,
        Leaving leaving,
        long seed)
        implements Conversation {
    private static final double SECOND = 1e9;
    private static final long TURN = 1;
    private static final long TEXT = 2;

    /// One question.
    ///
    /// @param prompt tokens it adds
    /// @param output tokens asked for
    private record Turn(int prompt, int output, long pause, @Nullable Leave leave) {}

    @Override
    public Ask ask(int turn, List<String> answers) {
        var said = new ArrayList<String>();
        var now = turn(turn);
        int tokens = now.prompt;
        if (history()) {
            for (int i = 0; i < turn; i++) {
                var before = turn(i);
                tokens += before.prompt + before.output;
                said.add(text(i, before));
                said.add(answers.get(i));
            }
        }
        said.add(text(turn, now));
        return new Ask(
                kind.traffic.name(),
                kind.traffic.endpoint(),
                kind.traffic.stream() && history(),
                kind.body.write(new Dialogue(prefix, said), now.output),
                tokens,
                now.output,
                key,
                now.leave,
                history() && turn < turns - 1);
    }

    /// Whether turns follow from those before: texts to embed stand alone.
    private boolean history() {
        return kind.traffic.endpoint() != Endpoint.EMBEDDINGS;
    }

    @Override
    public long pause(int turn) {
        return turn(turn).pause;
    }

    private Turn turn(int turn) {
        var random = Seeds.random(seed, TURN, turn);
        var traffic = kind.traffic;
        int prompt = traffic.prompt().whole(random, 1);
        int output = traffic.output().whole(random, 1);
        if (lengths != null) {
            prompt = lengths.prompt();
            output = Math.max(1, lengths.output());
        }
        long pause = Math.round(traffic.turns().pause().sample(random) * SECOND);
        boolean leaves = random.nextDouble() < leaving.share();
        double after = leaving.after().sample(random);
        return new Turn(
                kind.tokens(turn, prompt, !prefix.isEmpty()),
                kind.body.output(output),
                pause,
                leaves ? leave(after) : null);
    }

    private String text(int number, Turn turn) {
        int words = kind.words(number, turn.prompt, !prefix.isEmpty());
        return Words.text(Seeds.random(seed, TEXT, number), words);
    }

    private Leave leave(double after) {
        return switch (leaving.unit()) {
            case SECONDS -> new Leave.After(Math.round(after * SECOND));
            case TOKENS -> new Leave.AfterTokens((int) Math.max(1, Math.round(after)));
        };
    }
}
