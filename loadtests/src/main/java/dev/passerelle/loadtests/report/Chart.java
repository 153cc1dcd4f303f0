package dev.passerelle.loadtests.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One figure of the report.
///
/// @param id in the page
/// @param title says what is to be seen in it
/// @param note what is drawn and in which units; for one that is left out: why
/// @param plot null where there is nothing to draw
/// @param table the same in numbers; null where a table elsewhere has them
/// @param wide whether it takes the page's whole width
record Chart(
        String id,
        String title,
        String note,
        @Nullable Plot plot,
        @Nullable Table table,
        boolean wide) {
    static Chart drawn(String id, String title, String note, Plot plot) {
        return new Chart(id, title, note, plot, null, false);
    }

    static Chart leftOut(String title, String reason) {
        return new Chart("", title, reason, null, null, false);
    }

    Chart with(Table numbers) {
        return new Chart(id, title, note, plot, numbers, wide);
    }

    Chart widely() {
        return new Chart(id, title, note, plot, table, true);
    }

    /// Charts of half the page's width come in pairs; the last of an odd number takes all of it.
    static List<Chart> paired(List<Chart> charts) {
        List<Chart> all = new ArrayList<>(charts);
        int before = 0;
        for (int i = 0; i <= all.size(); i++) {
            boolean narrow = i < all.size() && all.get(i).plot() != null && !all.get(i).wide();
            boolean over = i == all.size() || all.get(i).wide();
            if (over && before % 2 == 1) {
                widenLast(all.subList(0, i));
            }
            before = over ? 0 : before + (narrow ? 1 : 0);
        }
        return all;
    }

    private static void widenLast(List<Chart> charts) {
        int last = charts.size() - 1;
        while (charts.get(last).plot() == null) {
            last--;
        }
        charts.set(last, charts.get(last).widely());
    }
}
