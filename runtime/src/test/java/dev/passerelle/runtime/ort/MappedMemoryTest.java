package dev.passerelle.runtime.ort;

import static dev.passerelle.runtime.ort.MappedMemory.PAGE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MappedMemoryTest {

    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long SIZE = 256L << 20;

    @Test
    void takesMemoryOnlyWhereWrittenAndGivesItBack() throws IOException {
        assumeTrue(Files.exists(STATM), "needs Linux to read the resident size");
        try (MappedMemory memory = new MappedMemory(SIZE)) {
            long mapped = residentBytes();
            memory.segment().asSlice(0, SIZE / 2).fill((byte) 1);
            long written = residentBytes();
            assertThat(written - mapped)
                    .isGreaterThan(SIZE / 2 - (32 << 20))
                    .isLessThan(SIZE * 3 / 4);

            memory.giveBack(0, SIZE / 2);
            assertThat(residentBytes() - mapped).isLessThan(SIZE / 8);
            assertThat(memory.segment().get(JAVA_BYTE, 5000)).isZero();
        }
    }

    @Test
    void givesBackWholePagesWithinTheRangeOnly() {
        try (MappedMemory memory = new MappedMemory(3 * PAGE)) {
            memory.segment().fill((byte) 1);
            memory.giveBack(100, 2 * PAGE);
            assertThat(memory.segment().get(JAVA_BYTE, PAGE - 1)).isEqualTo((byte) 1);
            assertThat(memory.segment().get(JAVA_BYTE, PAGE)).isZero();
            assertThat(memory.segment().get(JAVA_BYTE, 2 * PAGE)).isEqualTo((byte) 1);
        }
    }

    private static long residentBytes() throws IOException {
        return Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE;
    }
}
