package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Note;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What clients are told of the cache.
final class Notes {
    private static final String HEADER = "x-cache";
    private static final Note HIT = new Note(HEADER, "hit");
    static final Note MISS = new Note(HEADER, "miss");
    static final Note BYPASS = new Note(HEADER, "bypass");

    private Notes() {}

    static List<Note> hit(Duration age) {
        return List.of(HIT, new Note("age", Long.toString(Math.max(0, age.toSeconds()))));
    }

    static List<Note> with(List<Note> notes, Note added) {
        return notes.isEmpty()
                ? List.of(added)
                : Stream.concat(notes.stream(), Stream.of(added)).toList();
    }
}
