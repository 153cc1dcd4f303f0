package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.ElseTag;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.util.LengthLimitingStringBuilder;
import java.util.ArrayList;
import java.util.List;

/// `{% for a, b in values if condition %} … {% else %} … {% endfor %}`: Jinjava's knows neither the
/// condition nor `else` nor the neighbours of an item.
final class LoopTag extends ForTag {

    private static final long serialVersionUID = 1;

    @Override
    public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
        PythonInterpreter rendering = (PythonInterpreter) interpreter;
        LoopHead head = LoopHead.of(tag.getHelpers());
        List<Object> values = chosen(head, rendering, tag.getLineNumber());
        LengthLimitingStringBuilder out =
                new LengthLimitingStringBuilder(rendering.getConfig().getMaxOutputSize());
        if (values.isEmpty()) {
            write(otherwise(tag), rendering, out);
            return out.toString();
        }
        List<Node> body = body(tag);
        Loop loop = new Loop(values);
        try (var _ = rendering.enterScope()) {
            while (loop.hasNext()) {
                rendering.turn();
                rendering.getContext().getScope().clear(); // nothing of the turn before
                assign(head, loop.next(), rendering.getContext());
                rendering.getContext().put(LOOP, loop);
                turn(body, loop, rendering, out);
            }
        }
        return out.toString();
    }

    private static void turn(
            List<Node> body,
            Loop loop,
            PythonInterpreter rendering,
            LengthLimitingStringBuilder out) {
        for (Node each : body) {
            out.append(each.render(rendering));
            if (loop.isContinued()) {
                return;
            }
        }
    }

    private static void write(
            List<Node> nodes, PythonInterpreter rendering, LengthLimitingStringBuilder out) {
        nodes.forEach(each -> out.append(each.render(rendering)));
    }

    private static List<Object> chosen(LoopHead head, PythonInterpreter rendering, int line) {
        List<Object> values = Values.iterate(rendering.resolveELExpression(head.values(), line));
        if (head.condition().isEmpty()) {
            return values;
        }
        List<Object> chosen = new ArrayList<>();
        for (Object value : values) {
            try (var _ = rendering.enterScope()) {
                assign(head, value, rendering.getContext());
                if (Values.truth(rendering.resolveELExpression(head.condition(), line))) {
                    chosen.add(value);
                }
            }
        }
        return chosen;
    }

    private static void assign(LoopHead head, Object value, Context scope) {
        if (head.names().size() == 1) {
            scope.put(head.names().getFirst(), value);
            return;
        }
        List<Object> parts = Values.iterate(value);
        if (parts.size() != head.names().size()) {
            throw new TemplateException(
                    "a loop over %d names got %d values"
                            .formatted(head.names().size(), parts.size()));
        }
        for (int i = 0; i < parts.size(); i++) {
            scope.put(head.names().get(i), parts.get(i));
        }
    }

    private static List<Node> body(TagNode tag) {
        int at = elseAt(tag);
        return new ArrayList<>(tag.getChildren()).subList(0, at);
    }

    private static List<Node> otherwise(TagNode tag) {
        int size = tag.getChildren().size();
        return new ArrayList<>(tag.getChildren()).subList(Math.min(elseAt(tag) + 1, size), size);
    }

    private static int elseAt(TagNode tag) {
        int at = 0;
        for (Node each : tag.getChildren()) {
            if (each instanceof TagNode child && child.getTag() instanceof ElseTag) {
                return at;
            }
            at++;
        }
        return at;
    }
}
