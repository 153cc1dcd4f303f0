package dev.passerelle.runtime.tools;

import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.Constraint.JsonObject;
import dev.passerelle.runtime.Constraint.JsonSchema;
import dev.passerelle.runtime.Constraint.Literal;
import dev.passerelle.runtime.Constraint.OneOf;
import dev.passerelle.runtime.Constraint.Repeated;
import dev.passerelle.runtime.Constraint.Sequence;
import dev.passerelle.runtime.Tool;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// What the text of calls must look like, in a format.
///
/// @param all whether every tool's schema binds, else only those of strict tools
record CallConstraints(CallFormat format, List<Tool> tools, boolean parallel, boolean all) {

    /// Calls and nothing else.
    Constraint calls() {
        return format == CallFormat.LLAMA3_JSON
                ? afterOpening()
                : sequence(format.opening(), afterOpening());
    }

    /// What follows the opening tag of a call, or of a list of calls.
    Constraint afterOpening() {
        return switch (format) {
            case HERMES -> {
                Constraint one = sequence("\n", call("arguments"), "\n" + format.closing());
                yield several(one, sequence("\n" + format.opening(), one));
            }
            case MISTRAL_NAMED -> several(named(), sequence(format.opening(), named()));
            case LLAMA3_JSON, JSON ->
                    several(call("parameters"), sequence("; ", call("parameters")));
            default -> {
                Constraint one = call("arguments");
                yield sequence("[", several(one, sequence(", ", one)), "]" + format.closing());
            }
        };
    }

    private Constraint several(Constraint first, Constraint further) {
        return parallel ? sequence(first, new Repeated(further, 0, -1)) : first;
    }

    private Constraint call(String arguments) {
        return new OneOf(
                tools.stream()
                        .<Constraint>map(tool ->
                                sequence(
                                        "{\"name\": %s, \"%s\": "
                                                .formatted(quoted(tool.name()), arguments),
                                        schema(tool),
                                        "}"))
                        .toList());
    }

    private Constraint named() {
        return new OneOf(
                tools.stream()
                        .<Constraint>map(tool -> sequence(tool.name() + "[ARGS]", schema(tool)))
                        .toList());
    }

    private Constraint schema(Tool tool) {
        boolean binds = (all || tool.strict()) && !tool.parameters().isBlank();
        return binds ? new JsonSchema(tool.parameters()) : new JsonObject();
    }

    /// Texts stand for themselves.
    private static Constraint sequence(Object... parts) {
        List<Constraint> constraints = new ArrayList<>();
        for (Object part : parts) {
            constraints.add(
                    part instanceof Constraint given ? given : new Literal(part.toString()));
        }
        return new Sequence(constraints);
    }

    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }
}
