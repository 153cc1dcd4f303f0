package dev.passerelle.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.config.ClientLimits;
import dev.passerelle.gateway.connection.ClientWatch.Watch;
import io.helidon.common.buffers.DataReader;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReadAheadTest {
    private final FakeSocket socket = new FakeSocket();
    private final Sweeper sweeper = new Sweeper();
    private final ReadAhead reads =
            new ReadAhead(
                    DataReader.create(socket), new Pace(ClientLimits.DEFAULT), false, sweeper);
    private final AtomicInteger gone = new AtomicInteger();
    private final CountDownLatch left = new CountDownLatch(1);

    ReadAheadTest() {
        reads.open();
        reads.awaits(Pace.Part.NOTHING);
    }

    @Test
    void readsNothingForAShortCall() {
        try (Watch _ = watch()) {
            assertThat(sweeper.sweep()).isTrue();
            assertThat(reads.watched()).isTrue();
        }
        assertThat(sweeper.sweep()).isFalse();
        assertThat(socket.begun.get()).isZero();
        assertThat(reads.watched()).isFalse();
    }

    @Test
    void startsAfreshForEachCall() {
        for (int i = 0; i < 10; i++) {
            try (Watch _ = watch()) {
                sweeper.sweep();
            }
        }
        assertThat(socket.begun.get()).isZero();
    }

    @Test
    void seesAClientLeaveACallThatLasts() throws Exception {
        try (Watch _ = watch()) {
            socket.end();
            lastLong();
            left.await();
        }
        assertThat(gone).hasValue(1);
        assertThat(reads.get()).isNull();
    }

    @Test
    void tellsAWatchThatComesTooLate() throws Exception {
        try (Watch _ = watch()) {
            socket.end();
            lastLong();
            left.await();
        }
        try (Watch _ = watch()) {
            assertThat(gone).hasValue(2);
        }
    }

    @Test
    void tellsWatchesWithinEachOther() throws Exception {
        try (Watch _ = watch()) {
            lastLong();
            try (Watch _ = reads.watch(left::countDown)) {
                socket.end();
                left.await();
            }
            assertThat(reads.watched()).isTrue();
        }
        assertThat(gone).hasValue(1);
        assertThat(reads.watched()).isFalse();
    }

    @Test
    void saysNothingOnceClosed() {
        try (Watch _ = watch()) {
            lastLong();
        }
        socket.end();
        assertThat(reads.get()).isNull();
        assertThat(gone).hasValue(0);
    }

    @Test
    void handsOnWhatItReadAhead() throws Exception {
        try (Watch _ = watch()) {
            lastLong();
            socket.send("next");
        }
        assertThat(reads.get()).asString(StandardCharsets.US_ASCII).isEqualTo("next");
        socket.send("last");
        assertThat(reads.get()).asString(StandardCharsets.US_ASCII).isEqualTo("last");
        assertThat(gone).hasValue(0);
    }

    @Test
    void readsAheadOnlyOnce() throws Exception {
        try (Watch _ = watch()) {
            lastLong();
            socket.send("next");
            socket.taken.acquire();
            lastLong();
            socket.send("more");
        }
        assertThat(socket.begun).hasValue(1);
        assertThat(reads.get()).asString(StandardCharsets.US_ASCII).isEqualTo("next");
    }

    @Test
    void forgetsAConnectionThatEnded() {
        try (Watch _ = watch()) {
            reads.close();
            assertThat(sweeper.sweep()).isFalse();
        }
    }

    /// Requests of one byte each, of which some come while the one before is answered; a sweeper
    /// that never pauses; calls that take no time or a little.
    @Test
    void keepsOrderWhateverMeets() throws Exception {
        int requests = 20_000;
        AtomicBoolean stop = new AtomicBoolean();
        Thread sweeping =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!stop.get()) {
                                sweeper.sweep();
                            }
                        });
        Random random = new Random(6);
        socket.send(name(0));
        for (int i = 0; i < requests; i++) {
            assertThat(reads.get()).asString(StandardCharsets.US_ASCII).isEqualTo(name(i));
            boolean early = random.nextBoolean();
            try (Watch _ = watch()) {
                if (early) {
                    socket.send(name(i + 1));
                }
                linger(random.nextInt(4));
            }
            if (!early) {
                socket.send(name(i + 1));
            }
            reads.awaits(Pace.Part.NOTHING);
        }
        assertThat(gone).hasValue(0);
        assertThat(reads.get()).asString(StandardCharsets.US_ASCII).isEqualTo(name(requests));
        try (Watch _ = watch()) {
            socket.end();
            left.await();
        }
        stop.set(true);
        sweeping.join();
        assertThat(gone).hasValue(1);
        assertThat(socket.overlapped).isFalse();
    }

    private static void linger(int length) {
        for (int i = 0; i < length * 50; i++) {
            Thread.onSpinWait();
        }
    }

    private static String name(int request) {
        return Integer.toString(request);
    }

    private Watch watch() {
        return reads.watch(() -> {
            gone.incrementAndGet();
            left.countDown();
        });
    }

    private void lastLong() {
        sweeper.sweep();
        sweeper.sweep();
    }

    @Test
    void looksByItself() throws Exception {
        ReadAhead shared =
                new ReadAhead(
                        DataReader.create(socket),
                        new Pace(ClientLimits.DEFAULT),
                        false,
                        Sweeper.shared());
        shared.open();
        socket.end();
        try (Watch _ = shared.watch(left::countDown)) {
            assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            shared.close();
        }
    }
}
