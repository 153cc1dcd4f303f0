package dev.passerelle.loadtests.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Moments;
import dev.passerelle.loadtests.measure.Outcome;
import dev.passerelle.loadtests.measure.ServerTiming;
import dev.passerelle.loadtests.measure.Tokens;
import dev.passerelle.loadtests.result.ResultException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvLogTest {
    @TempDir Path folder;

    @Test
    void rowsHoldTimesFromTheIntendedStart() throws IOException {
        Path file = folder.resolve("new/log.csv");
        try (var log = CsvLog.open(file)) {
            log.ended(answered());
            log.ended(refused());
            assertThat(file).doesNotExist();
        }
        List<CSVRecord> rows = rows(file);
        assertThat(rows).hasSize(2);
        CSVRecord first = rows.getFirst();
        assertThat(first.get("intended_s")).isEqualTo("1.500000");
        assertThat(first.get("began_ms")).isEqualTo("0.050");
        assertThat(first.get("connected_ms")).isEmpty();
        assertThat(first.get("first_token_ms")).isEqualTo("120.007");
        assertThat(first.get("ended_ms")).isEqualTo("1200.000");
        assertThat(first.get("output_tokens")).isEqualTo("64");
        assertThat(first.get("cached_tokens")).isEmpty();
        assertThat(first.get("server_queue_ms")).isEqualTo("3.5");
        assertThat(first.get("server_decode_ms")).isEmpty();
        assertThat(first.get("request_id")).isEqualTo("r-1");
        CSVRecord second = rows.get(1);
        assertThat(second.get("outcome")).isEqualTo("failed");
        assertThat(second.get("failure")).isEqualTo("http 429, \"slow down\"\nplease");
        assertThat(second.get("first_token_ms")).isEmpty();
        assertThat(Files.exists(folder.resolve("new/log.csv.part"))).isFalse();
    }

    @Test
    void aFolderThatIsAFileIsToldBeforeTheRun() throws IOException {
        Path file = Files.createFile(folder.resolve("taken"));
        assertThatThrownBy(() -> CsvLog.open(file.resolve("log.csv")))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("can't write");
    }

    private static CallRecord answered() {
        long start = 1_500_000_000;
        return new CallRecord(
                0,
                0,
                0,
                "chat",
                Outcome.OK,
                "",
                200,
                new Moments(
                        start,
                        start + 50_000,
                        -1,
                        start + 119_000_000,
                        start + 120_007_000,
                        start + 1_199_000_000,
                        start + 1_200_000_000),
                new Tokens(100, 64, 101, 64, -1, 60),
                new long[] {start + 120_007_000, start + 1_199_000_000},
                new ServerTiming(Double.NaN, 3.5, 100, Double.NaN),
                "miss",
                "r-1");
    }

    private static CallRecord refused() {
        return new CallRecord(
                1,
                1,
                0,
                "chat",
                Outcome.FAILED,
                "http 429, \"slow down\"\nplease",
                429,
                new Moments(0, 0, -1, 1_000_000, -1, -1, 1_000_000),
                new Tokens(100, 64, -1, -1, -1, 0),
                new long[0],
                ServerTiming.NONE,
                "",
                "");
    }

    private static List<CSVRecord> rows(Path file) throws IOException {
        var format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
        try (Reader in = Files.newBufferedReader(file)) {
            return format.parse(in).getRecords();
        }
    }
}
