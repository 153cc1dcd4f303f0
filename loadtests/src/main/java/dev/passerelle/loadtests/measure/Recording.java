package dev.passerelle.loadtests.measure;

import dev.passerelle.loadtests.result.Sample;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a [Recorder] made of the requests it was told of.
///
/// @param summary of all
/// @param kinds the same by traffic, in alphabetical order; also where there is one only
/// @param samples in order of their intended start
/// @param notes what a reader must know to take the figures right
public record Recording(
        Summary summary,
        Map<String, Summary> kinds,
        List<Window> windows,
        List<Sample> samples,
        List<String> notes) {
    /// The same with one more note.
    public Recording with(String note) {
        var more = new ArrayList<>(notes);
        more.add(note);
        return new Recording(summary, kinds, windows, samples, more);
    }

    /// Windows, samples and notes of recordings that follow one another, as those of one run.
    ///
    /// @param summary that stands for all of them
    public static Recording joined(List<Recording> parts, Recording summary, long seed) {
        var windows = new ArrayList<Window>();
        var samples = new Samples(seed);
        var notes = new ArrayList<String>();
        for (Recording part : parts) {
            windows.addAll(part.windows());
            part.samples().forEach(samples::offer);
            part.notes().stream().filter(n -> !notes.contains(n)).forEach(notes::add);
        }
        return new Recording(
                summary.summary(),
                summary.kinds(),
                Window.atMost(Timeline.MOST, windows),
                samples.drawn(),
                notes);
    }
}
