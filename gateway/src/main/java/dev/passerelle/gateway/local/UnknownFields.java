package dev.passerelle.gateway.local;

import dev.passerelle.gateway.answer.Note;
import java.util.List;
import java.util.stream.Collectors;

/// The warning about request fields nobody documents, fit for a header whatever their names are.
final class UnknownFields {
    private static final int MOST = 16;
    private static final int LONGEST = 64;

    private UnknownFields() {}

    /// The warning as a header, if there is anything to warn of.
    static List<Note> notes(List<String> names) {
        return names.isEmpty()
                ? List.of()
                : List.of(new Note("x-passerelle-warning", warning(names)));
    }

    private static String warning(List<String> names) {
        String shown =
                names.stream()
                        .limit(MOST)
                        .map(UnknownFields::plain)
                        .collect(Collectors.joining(", "));
        String more = names.size() > MOST ? ", and " + (names.size() - MOST) + " more" : "";
        return "unknown parameter(s) ignored: " + shown + more;
    }

    private static String plain(String name) {
        String cut = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
        return cut.replaceAll("[^A-Za-z0-9_.-]", "?");
    }
}
