package dev.passerelle.runtime.constrained;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/// A set of Unicode scalar values (code points without surrogates).
///
/// @param ranges sorted, without overlap, not touching
record CodePoints(List<Range> ranges) {

    private static final int HIGHEST = Character.MAX_CODE_POINT;

    static final CodePoints NONE = new CodePoints(List.of());
    static final CodePoints ALL = of(0, HIGHEST);

    /// All from `low` to `high`.
    record Range(int low, int high) {}

    static CodePoints of(int low, int high) {
        return normal(List.of(new Range(low, high)));
    }

    static CodePoints of(String characters) {
        return normal(characters.codePoints().mapToObj(c -> new Range(c, c)).toList());
    }

    static CodePoints where(IntPredicate property) {
        List<Range> ranges = new ArrayList<>();
        int from = -1;
        for (int c = 0; c <= HIGHEST + 1; c++) {
            boolean in = c <= HIGHEST && property.test(c);
            if (in && from < 0) {
                from = c;
            } else if (!in && from >= 0) {
                ranges.add(new Range(from, c - 1));
                from = -1;
            }
        }
        return normal(ranges);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    boolean contains(int c) {
        return ranges.stream().anyMatch(range -> range.low <= c && c <= range.high);
    }

    CodePoints or(CodePoints other) {
        List<Range> both = new ArrayList<>(ranges);
        both.addAll(other.ranges);
        return normal(both);
    }

    CodePoints not() {
        List<Range> gaps = new ArrayList<>();
        int from = 0;
        for (Range range : ranges) {
            if (range.low > from) {
                gaps.add(new Range(from, range.low - 1));
            }
            from = range.high + 1;
        }
        if (from <= HIGHEST) {
            gaps.add(new Range(from, HIGHEST));
        }
        return normal(gaps);
    }

    CodePoints and(CodePoints other) {
        return not().or(other.not()).not();
    }

    CodePoints minus(CodePoints other) {
        return and(other.not());
    }

    private static CodePoints normal(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>();
        for (Range range : ranges) {
            addWithoutSurrogates(sorted, range);
        }
        sorted.sort(Comparator.comparingInt(Range::low));
        List<Range> merged = new ArrayList<>();
        for (Range range : sorted) {
            Range last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && range.low <= last.high + 1) {
                merged.set(merged.size() - 1, new Range(last.low, Math.max(last.high, range.high)));
            } else {
                merged.add(range);
            }
        }
        return new CodePoints(List.copyOf(merged));
    }

    private static void addWithoutSurrogates(List<Range> into, Range range) {
        if (range.low < Character.MIN_SURROGATE) {
            into.add(new Range(range.low, Math.min(range.high, Character.MIN_SURROGATE - 1)));
        }
        if (range.high > Character.MAX_SURROGATE) {
            into.add(new Range(Math.max(range.low, Character.MAX_SURROGATE + 1), range.high));
        }
    }
}
