package dev.passerelle.runtime.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrefixCacheTest {

    private static final int BLOCKS = 4;

    private final OneSlot slot = new OneSlot();
    private final PrefixCache cache =
            new PrefixCache(slot, BLOCKS * BlockKeys.TOKENS * slot.tokenBytes());

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void givesBackWhatItWasGiven() {
        int[] tokens = tokens(1, 3);
        BlockKeys keys = saved(tokens);
        slot.clear();
        for (int block = 0; block < 3; block++) {
            assertThat(cache.has(keys, block)).isTrue();
            cache.restore(keys, block, 0);
        }
        assertThat(slot.holds(tokens)).isTrue();
    }

    @Test
    void whatIsNeverUsedGoesFirstAndLeavesBeforeWhatTheyNeed() {
        BlockKeys two = saved(tokens(1, 2));
        BlockKeys used = saved(tokens(2, 1));
        saved(tokens(3, 1));
        cache.restore(two, 0, 0);
        cache.restore(two, 1, 0);
        cache.restore(used, 0, 0);
        BlockKeys newest = saved(tokens(4, 2));
        assertThat(cache.size()).isEqualTo(BLOCKS);
        assertThat(cache.has(newest, 1)).isTrue();
        assertThat(cache.has(used, 0)).isFalse();
        assertThat(cache.has(two, 0)).isTrue();
        assertThat(cache.has(two, 1)).isTrue();
    }

    @Test
    void aPromptThatIsTooLongKeepsItsBeginning() {
        BlockKeys keys = saved(tokens(1, 9));
        assertThat(cache.size()).isEqualTo(BLOCKS);
        for (int block = 0; block < 9; block++) {
            assertThat(cache.has(keys, block)).isEqualTo(block < BLOCKS);
        }
    }

    @Test
    void nothingIsKeptThatLacksWhatComesBefore() {
        BlockKeys keys = keys("", tokens(1, 2));
        assertThat(cache.save(keys, 1, 0)).isFalse();
        assertThat(cache.size()).isZero();
    }

    @Test
    void withoutMemoryNothingIsKept() {
        try (PrefixCache none = new PrefixCache(slot, 10)) {
            BlockKeys keys = keys("", tokens(1, 1));
            assertThat(none.save(keys, 0, 0)).isFalse();
            assertThat(none.has(keys, 0)).isFalse();
        }
    }

    @Test
    void everyBlockThatIsThereIsReachable() {
        Random random = new Random(8);
        BlockKeys[] prompts = new BlockKeys[12];
        int[][] tokens = new int[prompts.length][];
        for (int i = 0; i < prompts.length; i++) {
            tokens[i] = tokens(i / 4, 6);
            for (int at = random.nextInt(tokens[i].length); at < tokens[i].length; at++) {
                tokens[i][at] += i;
            }
            prompts[i] = keys("", tokens[i]);
        }
        for (int turn = 0; turn < 500; turn++) {
            int at = random.nextInt(prompts.length);
            slot.fill(tokens[at]);
            int block = 0;
            while (block < 1 + random.nextInt(6) && cache.save(prompts[at], block, 0)) {
                block++;
            }
            for (BlockKeys keys : prompts) {
                for (int i = 1; i < 6; i++) {
                    assertThat(!cache.has(keys, i) || cache.has(keys, i - 1)).isTrue();
                }
            }
            assertThat(cache.size()).isLessThanOrEqualTo(BLOCKS);
        }
    }

    @Test
    void namesDependOnScopeAndAllTokensBefore() {
        int[] tokens = tokens(1, 3);
        BlockKeys keys = keys("a", tokens);
        assertThat(keys("a", tokens).common(keys, 9)).isEqualTo(3);
        assertThat(keys("a", tokens).common(keys, 2)).isEqualTo(2);
        assertThat(keys("b", tokens).common(keys, 9)).isZero();
        int[] other = tokens.clone();
        other[BlockKeys.TOKENS]++;
        assertThat(keys("a", other).common(keys, 9)).isEqualTo(1);
        assertThat(keys("a", other).key(2)).isNotEqualTo(keys.key(2));
    }

    private BlockKeys saved(int[] tokens) {
        slot.fill(tokens);
        BlockKeys keys = keys("", tokens);
        int block = 0;
        while (block < keys.count() && cache.save(keys, block, 0)) {
            block++;
        }
        return keys;
    }

    private static BlockKeys keys(String scope, int[] tokens) {
        BlockKeys keys = new BlockKeys(scope);
        keys.cover(i -> tokens[i], tokens.length);
        return keys;
    }

    private static int[] tokens(int seed, int blocks) {
        return new Random(seed).ints((long) blocks * BlockKeys.TOKENS, 0, 1000).toArray();
    }
}
