package dev.passerelle.loadtests.measure;

import dev.passerelle.loadtests.result.Summary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All figures of a recording; belongs to one thread.
final class Books {
    private final Frame frame;
    private final Map<String, Tally> kinds = new TreeMap<>();
    private final Timeline timeline;
    private final Samples samples;
    private final Recent recent;
    private final Values values = new Values();
    private volatile String note = "";
    private long over;

    Books(Frame frame, long now) {
        this.frame = frame;
        this.timeline = new Timeline(frame.warmUpEnd());
        this.samples = new Samples(frame.seed());
        this.recent = new Recent(now);
    }

    void note(String text) {
        note = text;
    }

    void enter(CallRecord record, long now) {
        values.read(record);
        recent.add(record, values, now);
        if (record.outcome() != Outcome.NOT_SENT) {
            over++;
            timeline.underWay(record.moments());
        }
        timeline.came(record);
        Tally tally = kinds.computeIfAbsent(record.kind(), k -> new Tally(frame));
        if (record.moments().intended() < frame.warmUpEnd()) {
            tally.warmUp(record, values);
            return;
        }
        boolean good = tally.add(record, values);
        timeline.add(record, values, good);
        samples.offer(record);
    }

    Snapshot snapshot(long now, long began) {
        return recent.snapshot(
                now, frame.plannedEnd() / 1e9, began, (int) Math.max(0, began - over), note);
    }

    Recording closed(long end, List<String> notes) {
        var all = new Tally(frame);
        kinds.values().forEach(all::add);
        var summaries = new TreeMap<String, Summary>();
        kinds.forEach((kind, tally) -> summaries.put(kind, tally.summary(end)));
        all.notes().forEach(notes::add);
        if (values.impossible() > 0) {
            notes.add(
                    values.impossible()
                            + " times ran backwards and are left out: a defect of this program");
        }
        return new Recording(
                all.summary(end),
                summaries,
                timeline.windows(end),
                samples.drawn(),
                List.copyOf(notes));
    }
}
