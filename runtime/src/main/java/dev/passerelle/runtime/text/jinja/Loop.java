package dev.passerelle.runtime.text.jinja;

import java.util.List;

/// The variable `loop` of a turn of a loop.
record Loop(List<Object> values, int index) {

    Object get(String name) {
        int last = values.size() - 1;
        return switch (name) {
            case "index" -> (long) index + 1;
            case "index0" -> (long) index;
            case "revindex" -> (long) last - index + 1;
            case "revindex0" -> (long) last - index;
            case "first" -> index == 0;
            case "last" -> index == last;
            case "length" -> (long) values.size();
            case "depth" -> 1L;
            case "depth0" -> 0L;
            case "previtem" ->
                    index > 0 ? values.get(index - 1) : new Undefined("there is no previous item");
            case "nextitem" ->
                    index < last ? values.get(index + 1) : new Undefined("there is no next item");
            case "cycle" ->
                    (Function) args -> args.positional().get(index % args.positional().size());
            default -> Undefined.attribute(this, name);
        };
    }
}
