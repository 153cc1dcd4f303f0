package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.fn.MacroFunction;
import com.hubspot.jinjava.lib.tag.IfTag;
import com.hubspot.jinjava.lib.tag.MacroTag;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.util.LengthLimitingStringBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tags that Jinjava lacks or that differ from Jinja2's.
final class PythonTags {

    static final List<Tag> ALL =
            List.of(
                    new LoopTag(),
                    new Condition(),
                    new Definition(),
                    new Generation(),
                    new Filtered(),
                    new With(),
                    new Assignment(),
                    new Break(),
                    new Continue());

    private PythonTags() {}

    /// `if`: to Jinjava the text "false" is false.
    private static final class Condition extends IfTag {

        private static final long serialVersionUID = 1;

        @Override
        public boolean isPositiveIfElseNode(TagNode tag, JinjavaInterpreter interpreter) {
            return Values.truth(
                    interpreter.resolveELExpression(
                            tag.getHelpers(), tag.getLineNumber(), tag.getStartPosition()));
        }
    }

    /// `macro`: a parameter that isn't given hides what has its name outside.
    private static final class Definition extends MacroTag {

        private static final long serialVersionUID = 1;

        @Override
        @SuppressWarnings("NonApiType") // as Jinjava has it
        protected MacroFunction constructMacroFunction(
                TagNode tag,
                JinjavaInterpreter interpreter,
                String name,
                LinkedHashMap<String, Object> defaults) {
            defaults.replaceAll(
                    (parameter, value) -> value == null ? Undefined.name(parameter) : value);
            return super.constructMacroFunction(tag, interpreter, name, defaults);
        }
    }

    /// What a tag prints between itself and its end.
    private static String body(TagNode tag, JinjavaInterpreter interpreter) {
        LengthLimitingStringBuilder body =
                new LengthLimitingStringBuilder(interpreter.getConfig().getMaxOutputSize());
        for (Node child : tag.getChildren()) {
            body.append(child.render(interpreter));
        }
        return body.toString();
    }

    /// `generation`: marks for training what the assistant says; prints its body.
    private static final class Generation implements Tag {

        private static final long serialVersionUID = 1;

        @Override
        public String getName() {
            return "generation";
        }

        @Override
        public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
            try (var _ = interpreter.enterScope()) {
                return body(tag, interpreter);
            }
        }
    }

    /// `filter`: prints its body through a filter.
    private static final class Filtered implements Tag {

        private static final long serialVersionUID = 1;
        private static final String BODY = "filtered_body";

        @Override
        public String getName() {
            return "filter";
        }

        @Override
        public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
            try (var _ = interpreter.enterScope()) {
                interpreter.getContext().put(BODY, body(tag, interpreter));
                return interpreter.getAsString(
                        interpreter.resolveELExpression(
                                BODY + "|" + tag.getHelpers(), tag.getLineNumber()));
            }
        }
    }

    /// `with a = 1, b = 2`: variables for its body only.
    private static final class With implements Tag {

        private static final long serialVersionUID = 1;

        @Override
        public String getName() {
            return "with";
        }

        @Override
        public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
            Object variables =
                    interpreter.resolveELExpression(
                            "dict(" + tag.getHelpers() + ")", tag.getLineNumber());
            try (var _ = interpreter.enterScope()) {
                if (variables instanceof Map<?, ?> map) {
                    map.forEach((name, value) ->
                            interpreter.getContext().put(Values.text(name), value));
                }
                return body(tag, interpreter);
            }
        }
    }
}
