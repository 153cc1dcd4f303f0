package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.runtime.Timing;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A flight as one of its listeners sees it. The leader pays for it, followers don't.
record SharedAnswer(Flight flight, Seat seat, Begun begun) implements Answer {

    @Override
    public Origin origin() {
        return begun.origin();
    }

    @Override
    public boolean streamed() {
        return begun.streamed();
    }

    @Override
    public @Nullable Part next() throws InterruptedException {
        Piece piece = flight.next(seat);
        return piece == null ? null : new Part(piece.bytes());
    }

    @Override
    public Tokens tokens() {
        return seat.leader ? flight.tokens() : Tokens.NONE;
    }

    @Override
    public Timing timing() {
        return seat.leader ? begun.timing() : Timing.NONE;
    }

    @Override
    public List<Note> notes() {
        return seat.leader ? Notes.with(begun.notes(), Notes.MISS) : Notes.hit(Duration.ZERO);
    }

    @Override
    public void close() {
        flight.leave(seat);
    }
}
