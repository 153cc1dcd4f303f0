package dev.passerelle.runtime.tools;

import java.util.List;
import java.util.Optional;

/// What stands around a model's reasoning, which comes before its answer.
public record ReasoningTags(String open, String close) {

    static final List<ReasoningTags> KNOWN =
            List.of(
                    new ReasoningTags("<think>", "</think>"),
                    new ReasoningTags("[THINK]", "[/THINK]"),
                    new ReasoningTags("Here is my thought process:", "Here is my response:"));

    /// Those of a model with that chat template, which writes or looks for them.
    public static Optional<ReasoningTags> of(String template) {
        return KNOWN.stream().filter(tags -> template.contains(tags.close())).findFirst();
    }

    /// Whether an answer to this prompt begins within reasoning.
    boolean openedBy(String prompt) {
        return prompt.stripTrailing().endsWith(open);
    }
}
