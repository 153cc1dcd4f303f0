package dev.passerelle.loadtests.plan.reading;

import static dev.passerelle.loadtests.plan.reading.ValueType.require;

import dev.passerelle.loadtests.plan.Arrivals.Step;
import java.util.Arrays;
import java.util.List;

/// Rates one after the other, as `5/10s,20/10s`.
final class Steps {
    static final ValueType<List<Step>> TYPE =
            new ValueType<>(
                    "RATE/DURATION,...",
                    "a list of `RATE/DURATION`, for example `5/10s,20/10s`, at most 1000",
                    ValueType.Form.LIST,
                    Steps::read);

    private Steps() {}

    private static List<Step> read(String text) {
        List<Step> steps = Arrays.stream(text.split(",", -1)).map(Steps::step).toList();
        return require(steps, steps.size() <= 1_000);
    }

    private static Step step(String text) {
        String[] parts = text.strip().split("\\s*/\\s*", -1);
        require(text, parts.length == 2);
        return new Step(
                Quantities.RATE_OR_NONE.reader().apply(parts[0]),
                Quantities.TIME.reader().apply(parts[1]));
    }
}
