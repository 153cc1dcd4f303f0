package dev.passerelle.loadtests.measure;

import dev.passerelle.loadtests.result.Spread;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;

/// A histogram for each of some measures, made with its first value.
final class Histograms {
    private final List<Measure> measures;
    private final boolean small;
    private final Map<Measure, AbstractHistogram> of = new EnumMap<>(Measure.class);

    /// @param small with counts of 32 bits, for those of which there are many
    Histograms(List<Measure> measures, boolean small) {
        this.measures = measures;
        this.small = small;
    }

    void add(Values values) {
        for (Measure measure : measures) {
            long value = values.of(measure);
            if (value >= 0) {
                histogram(measure).recordValue(value);
            }
        }
        if (values.gaps() > 0) {
            AbstractHistogram itl = histogram(Measure.ITL);
            for (int i = 0; i < values.gaps(); i++) {
                itl.recordValue(values.gap(i));
            }
        }
    }

    void add(Histograms other) {
        for (Measure measure : measures) {
            AbstractHistogram more = other.of.get(measure);
            if (more != null) {
                histogram(measure).add(more);
            }
        }
    }

    /// Forgets all values.
    void reset() {
        of.values().forEach(AbstractHistogram::reset);
    }

    /// By the measures' ids, those with values.
    Map<String, Spread> spreads() {
        var spreads = new LinkedHashMap<String, Spread>();
        for (Measure measure : measures) {
            AbstractHistogram histogram = of.get(measure);
            if (histogram != null && histogram.getTotalCount() > 0) {
                spreads.put(
                        measure.id(),
                        measure.unit() == Measure.Unit.MS
                                ? Spread.ofMicros(histogram)
                                : Spread.ofCounts(histogram));
            }
        }
        return spreads;
    }

    /// Without the histogram.
    Spread brief(Measure measure) {
        AbstractHistogram histogram = of.get(measure);
        return histogram == null ? Spread.EMPTY : Spread.briefly(histogram);
    }

    private AbstractHistogram histogram(Measure measure) {
        return of.computeIfAbsent(
                measure,
                m -> small ? new IntCountsHistogram(Spread.DIGITS) : new Histogram(Spread.DIGITS));
    }
}
