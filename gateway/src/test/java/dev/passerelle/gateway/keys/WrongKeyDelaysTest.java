package dev.passerelle.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// How long those who guess keys wait.
class WrongKeyDelaysTest {
    private static final String ADDRESS = "192.0.2.7";

    private final AtomicLong nanos = new AtomicLong();
    private final List<Long> waits = new ArrayList<>();
    private final WrongKeyDelays delays =
            new WrongKeyDelays(nanos::get, duration -> waits.add(duration.toMillis()));

    private void wrong(int times, String address) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            delays.wrong(address);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void fiveGuessesAreFreeThenTheWaitDoublesToFiveSeconds() throws InterruptedException {
        wrong(5, ADDRESS);
        assertThat(waits).isEmpty();
        wrong(9, ADDRESS);
        assertThat(waits)
                .containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L, 5000L);
    }

    @Test
    void aMillionGuessesStillWaitFiveSeconds() throws InterruptedException {
        wrong(1000, ADDRESS);
        assertThat(waits.getLast()).isEqualTo(5000L);
    }

    @Test
    void aQuietMinuteForgives() throws InterruptedException {
        wrong(10, ADDRESS);
        waits.clear();
        pass(Duration.ofSeconds(61));
        wrong(5, ADDRESS);
        assertThat(waits).isEmpty();
    }

    @Test
    void aGuessNowAndThenIsNone() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            wrong(1, ADDRESS);
            pass(Duration.ofSeconds(20));
        }
        assertThat(waits).isEmpty();
    }

    @Test
    void otherAddressesDoNotWait() throws InterruptedException {
        wrong(10, ADDRESS);
        waits.clear();
        wrong(5, "192.0.2.8");
        assertThat(waits).isEmpty();
    }

    @Test
    void aNetworkOfIpv6IsOneAddress() throws InterruptedException {
        for (int i = 0; i < 6; i++) {
            wrong(1, "2001:db8:1:2::" + i);
        }
        assertThat(waits).containsExactly(100L);
        wrong(5, "2001:db8:1:3::1");
        assertThat(waits).hasSize(1);
    }

    @Test
    void anIpv4AddressWrittenAsIpv6IsTheSame() throws InterruptedException {
        wrong(5, ADDRESS);
        wrong(1, "::ffff:192.0.2.7");
        assertThat(waits).containsExactly(100L);
    }

    @Test
    void linkLocalAddressesWithAZoneAreCountedToo() throws InterruptedException {
        wrong(5, "fe80::1%eth0");
        wrong(1, "fe80:0:0:0:0:0:0:1%1");
        assertThat(waits).containsExactly(100L);
    }

    @Test
    void atMost64WaitAtOnceAndOthersAreCountedAllTheSame() throws Exception {
        CountDownLatch all = new CountDownLatch(64);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger waiting = new AtomicInteger();
        WrongKeyDelays crowded =
                new WrongKeyDelays(
                        nanos::get,
                        _ -> {
                            waiting.incrementAndGet();
                            all.countDown();
                            end.await();
                        });
        for (int i = 0; i < 5; i++) {
            crowded.wrong(ADDRESS);
        }
        List<Future<?>> others = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                others.add(threads.submit(() -> wrong(crowded)));
            }
            all.await();
            crowded.wrong(ADDRESS);
            assertThat(waiting).hasValue(64);
            end.countDown();
            for (Future<?> other : others) {
                other.get();
            }
        }
        crowded.wrong(ADDRESS);
        assertThat(waiting).hasValue(65);
    }

    private static @Nullable Void wrong(WrongKeyDelays delays) throws InterruptedException {
        delays.wrong(ADDRESS);
        return null;
    }
}
