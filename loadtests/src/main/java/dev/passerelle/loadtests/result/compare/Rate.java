package dev.passerelle.loadtests.result.compare;

import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Window;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// One sum over windows divided by another.
///
/// @param whole the figure of the whole result
/// @param above summed over windows
/// @param below summed over windows
record Rate(
        String name,
        String unit,
        boolean lowerIsBetter,
        ToDoubleFunction<Result> whole,
        ToDoubleFunction<Window> above,
        ToDoubleFunction<Window> below)
        implements Figure {
    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public double[] of(Result result) {
        return new double[] {whole.applyAsDouble(result)};
    }

    @Override
    public Drawing drawing(Result result) {
        List<Window> windows = Busy.windows(result);
        double[] upper = windows.stream().mapToDouble(above).toArray();
        double[] lower = windows.stream().mapToDouble(below).toArray();
        return new Drawing() {
            @Override
            public int windows() {
                return upper.length;
            }

            @Override
            public double[] of(int[] times) {
                double sum = 0;
                double by = 0;
                for (int i = 0; i < times.length; i++) {
                    sum += times[i] * upper[i];
                    by += times[i] * lower[i];
                }
                return new double[] {by == 0 ? Double.NaN : sum / by};
            }
        };
    }
}
