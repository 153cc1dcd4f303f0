package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.util.ForLoop;
import java.util.List;

/// The variable `loop`, with its neighbours.
final class Loop extends ForLoop {

    private final List<Object> values;

    Loop(List<Object> values) {
        super(values.iterator(), values.size());
        this.values = values;
    }

    Object get(String name) {
        int index = getIndex0();
        int last = values.size() - 1;
        return switch (name) {
            case "index" -> (long) index + 1;
            case "index0" -> (long) index;
            case "revindex" -> (long) last - index + 1;
            case "revindex0" -> (long) last - index;
            case "first" -> index == 0;
            case "last" -> index == last;
            case "length" -> (long) values.size();
            case "previtem" ->
                    index > 0 ? values.get(index - 1) : new Undefined("there is no previous item");
            case "nextitem" ->
                    index < last ? values.get(index + 1) : new Undefined("there is no next item");
            case "cycle" ->
                    (Function) args -> args.positional().get(index % args.positional().size());
            default -> throw new TemplateException("loop.%s is not supported".formatted(name));
        };
    }
}
