package dev.passerelle.gateway.usage.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final long LARGE = 1 << 20;

    @TempDir Path directory;

    @Test
    void givesBackWhatWasAppendedInItsOrder() throws IOException {
        try (Journal journal = open(LARGE)) {
            journal.append(Frames.of("a".getBytes(UTF_8)));
            journal.append(frames("b", "c"));

            assertThat(read(journal, journal.start())).containsExactly("a", "b", "c");
        }
    }

    @Test
    void aTailTornAtAnyByteLosesOnlyTheEntryThere() throws IOException {
        try (Journal journal = open(LARGE)) {
            journal.append(frames("first", "second", "third"));
        }
        byte[] whole = Files.readAllBytes(onlyFile());
        int entry = Frames.HEADER;
        int[] ends = {
            Segments.START + entry + 5,
            Segments.START + 2 * entry + 11,
            Segments.START + 3 * entry + 16
        };
        assertThat(whole).hasSize(ends[2]);
        for (int length = 0; length < whole.length; length++) {
            Path torn = Files.createDirectory(directory.resolve("torn" + length));
            Files.write(torn.resolve("000000000001.journal"), Arrays.copyOf(whole, length));
            int end = length;
            int left = (int) Arrays.stream(ends).filter(bound -> bound <= end).count();
            try (Journal journal = Journal.open(torn, LARGE, List::of)) {
                journal.append(frames("after"));
                List<String> expected =
                        new ArrayList<>(List.of("first", "second", "third").subList(0, left));
                expected.add("after");
                assertThat(read(journal, journal.start()))
                        .as("%d bytes", length)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void whatWasAppendedIsInTheFileBeforeItIsClosed() throws IOException {
        try (Journal journal = open(4_096)) {
            journal.append(frames("first"));
            Path killed = Files.createDirectory(directory.resolve("killed"));
            Files.copy(onlyFile(), killed.resolve("000000000001.journal"));
            try (Journal next = Journal.open(killed, 4_096, List::of)) {
                next.append(frames("after"));
                assertThat(read(next, next.start())).containsExactly("first", "after");
            }
        }
    }

    @Test
    void aSegmentIsMadeByAThreadThatIsInterrupted() throws IOException {
        try (Journal journal = open(64)) {
            Thread.currentThread().interrupt();
            for (int i = 0; i < 9; i++) {
                journal.append(frames("0123456789/" + i));
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(read(journal, journal.start())).hasSize(9);
        }
    }

    @Test
    void anEntryLongerThanASegmentHasOneOfItsOwn() throws IOException {
        try (Journal journal = open(64)) {
            journal.append(frames("short"));
            journal.append(frames("long".repeat(99)));
            journal.append(frames("after"));
            assertThat(read(journal, journal.start()))
                    .containsExactly("short", "long".repeat(99), "after");
        }
    }

    @Test
    void aFlippedBitEndsTheSegment() throws IOException {
        try (Journal journal = open(LARGE)) {
            journal.append(frames("first", "second"));
        }
        byte[] bytes = Files.readAllBytes(onlyFile());
        bytes[bytes.length - 1] ^= 1;
        Files.write(onlyFile(), bytes);
        try (Journal journal = open(LARGE)) {
            assertThat(read(journal, journal.start())).containsExactly("first");
        }
    }

    @Test
    void refusesAnotherFormat() throws IOException {
        Files.writeString(directory.resolve("000000000001.journal"), "something else");
        try (Journal journal = open(LARGE)) {
            assertThatThrownBy(() -> read(journal, journal.start()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("000000000001.journal")
                    .hasMessageContaining("move the file away");
        }
    }

    @Test
    void aNewSegmentBeginsWithWhatIsCarried() throws IOException {
        try (Journal journal = Journal.open(directory, 64, () -> List.of(frames("open")))) {
            for (String text : List.of("1234567890", "2234567890", "3234567890", "4234567890")) {
                journal.append(frames(text));
            }
            Position last = new Position(journal.end().segment(), Segments.START);

            assertThat(last.segment()).isGreaterThan(1);
            assertThat(read(journal, last)).startsWith("open").endsWith("4234567890");
            journal.deleteBefore(last);
            assertThat(files()).hasSize(1);
            assertThat(read(journal, last)).endsWith("4234567890");
        }
    }

    @Test
    void takesEntriesFromManyThreads() throws IOException, InterruptedException {
        try (Journal journal = Journal.open(directory, 4_096, List::of)) {
            List<Thread> threads =
                    IntStream.range(0, 8)
                            .mapToObj(number ->
                                    Thread.startVirtualThread(() -> write(journal, number)))
                            .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(read(journal, journal.start())).hasSize(8 * 200).doesNotHaveDuplicates();
            assertThat(files().size()).isGreaterThan(2);
        }
    }

    @Test
    void isOneProcesssAtATime() throws IOException {
        try (JournalLock _ = JournalLock.take(directory).orElseThrow()) {
            assertThat(JournalLock.take(directory)).isEmpty();
        }
        JournalLock.take(directory).orElseThrow().close();
    }

    private static void write(Journal journal, int number) {
        try {
            for (int i = 0; i < 200; i++) {
                journal.append(frames(number + "/" + i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Journal open(long segmentBytes) throws IOException {
        return Journal.open(directory, segmentBytes, List::of);
    }

    private static byte[] frames(String... texts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String text : texts) {
            out.writeBytes(Frames.of(text.getBytes(UTF_8)));
        }
        return out.toByteArray();
    }

    private static List<String> read(Journal journal, Position from) throws IOException {
        List<String> texts = new ArrayList<>();
        Position position = from;
        while (position.compareTo(journal.end()) < 0) {
            position = journal.read(position, payload -> texts.add(new String(payload, UTF_8)));
        }
        return texts;
    }

    private Path onlyFile() throws IOException {
        return files().getFirst();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".journal")).toList();
        }
    }
}
