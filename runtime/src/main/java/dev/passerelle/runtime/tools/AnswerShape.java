package dev.passerelle.runtime.tools;

import dev.passerelle.runtime.Tool;
import java.util.List;
import java.util.Optional;

/// What an answer may consist of besides content.
///
/// @param tags of reasoning, for a model that has them
/// @param reasons whether the answer begins within reasoning
/// @param format how calls are written; absent if there are none
/// @param parallel whether there may be several calls
public record AnswerShape(
        Optional<ReasoningTags> tags,
        boolean reasons,
        Optional<CallFormat> format,
        List<Tool> tools,
        boolean parallel) {

    /// Whether its text is content and nothing else.
    boolean plain() {
        return tags.isEmpty() && format.isEmpty();
    }

    AnswerParser parser(AnswerSink out) {
        return new AnswerParser(out, tags, reasons, format, tools);
    }
}
