package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The work of a flight: asks the source, and brings what it answers.
final class Pump implements Runnable {
    private final Flight flight;
    private final ResponseCache.Source source;
    private final Owner owner;
    private Tokens paid = Tokens.NONE;
    private @Nullable Begun begun;

    /// Hears of the end of the work before any listener does.
    interface Owner {

        /// The answer is complete, and may be kept.
        void complete(Begun begun, List<Piece> pieces, Tokens tokens);

        void over(Flight flight);
    }

    Pump(Flight flight, ResponseCache.Source source, Owner owner) {
        this.flight = flight;
        this.source = source;
        this.owner = owner;
    }

    @Override
    @SuppressWarnings("InterruptedExceptionSwallowed") // its own thread, which ends here
    public void run() {
        Ending ending;
        try (Answer answer = source.answer()) {
            ending = play(answer);
        } catch (Throwable e) { // whoever listens is to hear of it
            ending = Ending.failed(e, paid);
        }
        try {
            settle(ending);
        } finally {
            flight.end(ending);
        }
    }

    private Ending play(Answer answer) {
        try {
            begun = Begun.of(answer);
            flight.begin(begun, answer.keepable());
            for (Part part = next(answer); part != null; part = next(answer)) {
                flight.record(part, answer.tokens());
            }
            return new Ending(null, answer.tokens(), answer.keepable());
        } catch (InterruptedException | RuntimeException | Error e) {
            return Ending.failed(e, answer.tokens());
        } finally {
            paid = answer.tokens();
        }
    }

    private @Nullable Part next(Answer answer) throws InterruptedException {
        flight.awaitRoom();
        return answer.next();
    }

    private void settle(Ending ending) {
        try {
            List<Piece> pieces = ending.keepable() ? flight.whole() : null;
            if (begun != null && pieces != null) {
                owner.complete(begun, pieces, ending.tokens());
            }
        } finally {
            owner.over(flight);
        }
    }
}
