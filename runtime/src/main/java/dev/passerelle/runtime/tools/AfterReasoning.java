package dev.passerelle.runtime.tools;

import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.Constraint.Literal;
import dev.passerelle.runtime.Constraint.OneOf;
import dev.passerelle.runtime.Constraint.Regex;
import dev.passerelle.runtime.Constraint.Sequence;
import java.util.List;

/// Lets a model think freely before its answer is held to a constraint.
final class AfterReasoning {

    private AfterReasoning() {}

    /// @param prompt decides whether the answer begins within reasoning, may begin with it, or
    ///   comes after it
    static Constraint of(Constraint answer, ReasoningTags tags, String prompt) {
        if (prompt.stripTrailing().endsWith(tags.close())) {
            return answer;
        }
        Constraint thought =
                new Sequence(
                        List.of(
                                new Regex(through(tags.close())),
                                new Regex("[ \\n]{0,2}"),
                                answer));
        return tags.openedBy(prompt)
                ? thought
                : new OneOf(
                        List.of(new Sequence(List.of(new Literal(tags.open()), thought)), answer));
    }

    /// A regular expression of the texts that end with the first occurrence of a tag, whose first
    /// character occurs in it once.
    static String through(String tag) {
        char first = tag.charAt(0);
        StringBuilder begun = new StringBuilder(quoted(first));
        StringBuilder end = new StringBuilder();
        StringBuilder failed = new StringBuilder();
        for (int i = 1; i < tag.length(); i++) {
            failed.append(i > 1 ? "|" : "")
                    .append(literal(tag.substring(0, i)))
                    .append("[^%s%s]".formatted(quoted(tag.charAt(i)), quoted(first)));
            if (i < tag.length() - 1) {
                begun.append("(?:").append(quoted(tag.charAt(i)));
                end.append(")?");
            }
        }
        String partly = begun.append(end).toString();
        return "(?:[^%s]|(?:%s)*(?:%s))*(?:%s)*%s"
                .formatted(quoted(first), partly, failed, partly, literal(tag));
    }

    private static String literal(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append(quoted((char) c)));
        return out.toString();
    }

    private static String quoted(char c) {
        return "[](){}.*+?^$|\\/-".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c);
    }
}
