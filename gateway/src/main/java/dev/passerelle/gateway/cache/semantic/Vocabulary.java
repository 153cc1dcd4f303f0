package dev.passerelle.gateway.cache.semantic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What may differ between questions of one language that mean the same, as a text file says: lines
/// under `[headings]`.
///
/// @param english whether the rules of English word order apply
/// @param marks words that tell the language
/// @param start phrases that say nothing before a question
/// @param startBeforeVerb those that say nothing only before one of the verbs
/// @param verbs what asks for something
/// @param end phrases that say nothing after a question
/// @param same phrases, and what is to be read instead
/// @param questions words a question begins with
/// @param cased words that are others with a capital
/// @param whole words whose last `s` isn't a plural's
record Vocabulary(
        boolean english,
        Set<String> marks,
        Set<List<String>> start,
        Set<List<String>> startBeforeVerb,
        Set<String> verbs,
        Set<List<String>> end,
        Map<List<String>, List<String>> same,
        Set<String> questions,
        Set<String> cased,
        Set<String> whole) {
    static final Vocabulary NONE =
            new Vocabulary(
                    false, Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Map.of(), Set.of(),
                    Set.of(), Set.of());
    private static final List<Vocabulary> ALL =
            List.of(read("english.txt"), read("french.txt"), read("german.txt"));

    /// That of the language most words are of; none if it can't be told.
    static Vocabulary of(List<Word> words) {
        Vocabulary best = NONE;
        long most = 0;
        for (Vocabulary each : ALL) {
            long marks = words.stream().filter(word -> each.marks.contains(word.text())).count();
            if (marks == most) {
                best = NONE;
            } else if (marks > most) {
                best = each;
                most = marks;
            }
        }
        return best;
    }

    private static Vocabulary read(String file) {
        Map<String, List<String>> lines = new HashMap<>();
        try (InputStream in = Vocabulary.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + file);
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            List<String> current = new ArrayList<>();
            for (String line : reader.lines().toList()) {
                if (line.startsWith("[")) {
                    current = lines.computeIfAbsent(line, _ -> new ArrayList<>());
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    current.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Vocabulary(
                file.equals("english.txt"),
                words(lines, "[marks]"),
                phrases(lines, "[start]"),
                phrases(lines, "[start before a verb]"),
                words(lines, "[verbs]"),
                phrases(lines, "[end]"),
                same(lines.getOrDefault("[same]", List.of())),
                words(lines, "[questions]"),
                words(lines, "[cased]"),
                words(lines, "[whole]"));
    }

    private static Set<String> words(Map<String, List<String>> lines, String heading) {
        return lines.getOrDefault(heading, List.of()).stream()
                .flatMap(line -> phrase(line).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<List<String>> phrases(Map<String, List<String>> lines, String heading) {
        Set<List<String>> phrases = new HashSet<>();
        lines.getOrDefault(heading, List.of()).forEach(line -> phrases.add(phrase(line)));
        return phrases;
    }

    private static Map<List<String>, List<String>> same(List<String> lines) {
        Map<List<String>, List<String>> same = new HashMap<>();
        for (String line : lines) {
            int equals = line.indexOf(" =");
            same.put(phrase(line.substring(0, equals)), phrase(line.substring(equals + 2)));
        }
        return same;
    }

    private static List<String> phrase(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split(" ", -1));
    }
}
