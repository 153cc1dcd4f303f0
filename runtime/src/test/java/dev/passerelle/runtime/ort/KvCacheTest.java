package dev.passerelle.runtime.ort;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.ort.cuda.CudaDevice;
import dev.passerelle.runtime.ort.cuda.CudaException;
import dev.passerelle.runtime.ort.cuda.FakeCuda;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/// Slots of 3 heads, 16 tokens and 8 numbers of 16 bits, over 2 layers.
class KvCacheTest {

    private static final DecoderShape SHAPE =
            new DecoderShape("llama", 2, 3, 8, 100, 64, List.of(0), 0);
    private static final int TOKENS = 5;

    @Test
    void keepsTokensWhereverItsMemoryLies() {
        try (FakeCuda cuda = new FakeCuda(1, 1 << 20)) {
            movesTokens(MappedMemory::new);
            try (CudaDevice device = cuda.driver().open(0)) {
                movesTokens(bytes -> new CudaMemory(device, bytes));
            }
            assertThat(cuda.open()).isZero();
        }
    }

    private static void movesTokens(LongFunction<TensorMemory> memory) {
        try (KvCache cache = new KvCache(SHAPE, 4, 16, Short.BYTES, memory);
                Arena arena = Arena.ofConfined()) {
            long bytes = TOKENS * cache.tokenBytes();
            assertThat(cache.tokenBytes()).isEqualTo(2 * 2 * 3 * 8 * 2);
            MemorySegment tokens = arena.allocate(bytes);
            byte[] random = new byte[(int) bytes];
            new Random(3).nextBytes(random);
            tokens.copyFrom(MemorySegment.ofArray(random));
            cache.restore(1, 2, TOKENS, tokens);
            cache.copy(1, 3, 2 + TOKENS);
            cache.release(1);
            MemorySegment saved = arena.allocate(bytes);
            cache.save(3, 2, TOKENS, saved);
            assertThat(saved.toArray(JAVA_BYTE)).isEqualTo(random);
            cache.save(0, 2, TOKENS, saved);
            assertThat(saved.toArray(JAVA_BYTE)).containsOnly(0);
        }
    }

    @Test
    void aGpuThatIsFullSaysSoAndKeepsNothing() {
        try (FakeCuda cuda = new FakeCuda(1, 5000)) {
            try (CudaDevice device = cuda.driver().open(0)) {
                assertThatThrownBy(() ->
                                new KvCache(
                                        SHAPE,
                                        4,
                                        16,
                                        Short.BYTES,
                                        bytes -> new CudaMemory(device, bytes)))
                        .isInstanceOfSatisfying(
                                CudaException.class, e -> assertThat(e.isOutOfMemory()).isTrue())
                        .hasMessage("cuMemAlloc_v2 failed: out of memory");
            }
            assertThat(cuda.open()).isZero();
        }
    }
}
