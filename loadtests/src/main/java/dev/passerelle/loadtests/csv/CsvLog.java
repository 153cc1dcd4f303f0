package dev.passerelle.loadtests.csv;

import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.result.ResultException;
import dev.passerelle.loadtests.result.Whole;
import dev.passerelle.loadtests.run.Progress;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/// Writes each request as a row, in the order of their ends, while a load test runs. The file has
/// its name only once all rows are in it; until then, and after a crash, it is `NAME.part`. A run
/// that is interrupted and ends with a report closes its log like any other.
public final class CsvLog implements Progress, AutoCloseable {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").setHeader(header()).get();

    private final Path file;
    private final CSVPrinter printer;
    private final Object[] row = new Object[CsvColumn.values().length];
    private boolean closed;

    private CsvLog(Path file, CSVPrinter printer) {
        this.file = file;
        this.printer = printer;
    }

    /// @throws ResultException if the file can't be written, before any load is put on a server
    public static CsvLog open(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            BufferedWriter writer = Files.newBufferedWriter(Whole.beside(file));
            return new CsvLog(file, new CSVPrinter(writer, FORMAT));
        } catch (IOException e) {
            throw new ResultException("can't write " + file + ": " + e, e);
        }
    }

    @Override
    public void ended(CallRecord record) {
        try {
            int i = 0;
            for (CsvColumn column : CsvColumn.values()) {
                row[i++] = column.cell(record);
            }
            printer.printRecord(row);
        } catch (IOException e) {
            throw new ResultException("can't write " + file + ": " + e, e);
        }
    }

    /// Completes the file; for the thread that ran the load test, after it.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            printer.close(true);
            Whole.publish(Whole.beside(file), file);
        } catch (IOException e) {
            throw new ResultException("can't write " + file + ": " + e, e);
        }
    }

    private static String[] header() {
        return Arrays.stream(CsvColumn.values()).map(CsvColumn::id).toArray(String[]::new);
    }
}
