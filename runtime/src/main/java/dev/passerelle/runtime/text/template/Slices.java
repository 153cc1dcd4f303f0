package dev.passerelle.runtime.text.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Python's `value[from:to:step]`.
final class Slices {

    private Slices() {}

    static Object of(Object value, Object from, Object to, Object step) {
        return switch (value) {
            case Undefined(var complaint) -> throw new TemplateException(complaint);
            case Collection<?> all -> {
                List<?> list = new ArrayList<>(all);
                yield picked(list.size(), from, to, step)
                        .mapToObj(list::get)
                        .collect(Collectors.toCollection(ArrayList<Object>::new));
            }
            case String text -> {
                int[] all = text.codePoints().toArray();
                int[] picked = picked(all.length, from, to, step).map(i -> all[i]).toArray();
                yield new String(picked, 0, picked.length);
            }
            default ->
                    throw new TemplateException(
                            "'%s' object can't be sliced".formatted(Values.type(value)));
        };
    }

    private static IntStream picked(int size, Object from, Object to, Object by) {
        int step = by instanceof Number n ? n.intValue() : 1;
        if (step == 0) {
            throw new TemplateException("slice step cannot be zero");
        }
        int low = step > 0 ? 0 : -1;
        int high = step > 0 ? size : size - 1;
        int start = bound(from, step > 0 ? low : high, size, low, high);
        int stop = bound(to, step > 0 ? high : low, size, low, high);
        return IntStream.iterate(start, i -> step > 0 ? i < stop : i > stop, i -> i + step);
    }

    private static int bound(Object given, int missing, int size, int low, int high) {
        if (!(given instanceof Number n)) {
            return missing;
        }
        int at = n.intValue() < 0 ? n.intValue() + size : n.intValue();
        return Math.clamp(at, low, high);
    }
}
