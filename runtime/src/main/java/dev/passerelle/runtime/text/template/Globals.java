package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.objects.Namespace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Functions that every template has, beside `strftime_now`.
final class Globals {

    private static final int LONGEST_RANGE = 100_000;

    static final Map<String, Object> ALL =
            Map.of(
                    "range", (Function) Globals::range,
                    "dict", (Function) args -> new LinkedHashMap<Object, Object>(args.named()),
                    "namespace", (Function) Globals::namespace,
                    "raise_exception", (Function) Globals::refuse);

    private Globals() {}

    private static Object range(Arguments args) {
        boolean one = args.positional().size() == 1;
        int from = one ? 0 : args.integer(0, "start", 0);
        int to = args.integer(one ? 0 : 1, "stop", 0);
        int step = args.integer(2, "step", 1);
        if (step == 0) {
            throw new TemplateException("range() arg 3 must not be zero");
        }
        List<Object> values = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            if (values.size() == LONGEST_RANGE) {
                throw new TemplateException("range too big: at most " + LONGEST_RANGE);
            }
            values.add(i);
        }
        return values;
    }

    private static Object namespace(Arguments args) {
        Map<String, Object> variables = new LinkedHashMap<>();
        for (Object each : args.positional()) {
            if (each instanceof Map<?, ?> map) {
                map.forEach((name, value) -> variables.put(Values.text(name), value));
            }
        }
        variables.putAll(args.named());
        return new Namespace(variables);
    }

    private static Object refuse(Arguments args) {
        throw new TemplateException.Refusal(args.text(0, "message"));
    }
}
