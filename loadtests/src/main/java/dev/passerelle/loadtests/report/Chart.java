package dev.passerelle.loadtests.report;

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
}
