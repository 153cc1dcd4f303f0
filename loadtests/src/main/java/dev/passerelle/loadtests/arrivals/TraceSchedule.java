package dev.passerelle.loadtests.arrivals;

import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The requests of a trace at their distances from its first one.
final class TraceSchedule implements Schedule {
    private final TraceReader reader;
    private final double speed;
    private final Limits limits;
    private final long first;
    private @Nullable Arrival next;
    private long last;
    private long count;
    private boolean isShort;

    TraceSchedule(Path file, double speed, Limits limits) {
        this.reader = new TraceReader(file);
        this.speed = speed;
        this.limits = limits;
        var row = reader.read();
        if (row == null) {
            throw reader.wrong("has no requests");
        }
        this.first = row.nanos();
        this.last = first;
        accept(row);
    }

    private void accept(TraceReader.@Nullable Row row) {
        next = row == null ? null : arrival(row);
        isShort = row == null;
        if (next == null || !limits.allow(next.offset(), count)) {
            next = null;
            reader.close();
        }
    }

    private Arrival arrival(TraceReader.Row row) {
        if (row.nanos() < last) {
            throw reader.wrong("is before the line above it; sort the file by time");
        }
        last = row.nanos();
        return new Arrival(Math.round((last - first) / speed), row.lengths());
    }

    @Override
    public boolean isShort() {
        return isShort;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Arrival next() {
        var arrival = next;
        if (arrival == null) {
            throw new NoSuchElementException();
        }
        count++;
        accept(reader.read());
        return arrival;
    }

    @Override
    public void close() {
        next = null;
        reader.close();
    }
}
