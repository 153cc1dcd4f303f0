package dev.passerelle.loadtests.workload;

import java.util.List;
import tools.jackson.core.JsonGenerator;

/// What a request says.
///
/// @param prefix shared with others; empty for none
/// @param said by the user and the model in turn, the user first and last
record Dialogue(String prefix, List<String> said) {
    /// The field `messages`, the prefix as a system message.
    void writeMessages(JsonGenerator json) {
        json.writeArrayPropertyStart("messages");
        if (!prefix.isEmpty()) {
            message(json, "system", prefix);
        }
        for (int i = 0; i < said.size(); i++) {
            message(json, i % 2 == 0 ? "user" : "assistant", said.get(i));
        }
        json.writeEndArray();
    }

    private static void message(JsonGenerator json, String role, String content) {
        json.writeStartObject();
        json.writeStringProperty("role", role);
        json.writeStringProperty("content", content);
        json.writeEndObject();
    }

    /// All in one text; an answer follows its prompt as the model wrote it.
    String text() {
        if (prefix.isEmpty() && said.size() == 1) {
            return said.getFirst();
        }
        var text = new StringBuilder(prefix);
        for (int i = 0; i < said.size(); i++) {
            if (i % 2 == 0 && !text.isEmpty()) {
                text.append(' ');
            }
            text.append(said.get(i));
        }
        return text.toString();
    }
}
