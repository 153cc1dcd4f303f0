package dev.passerelle.loadtests.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.arrivals.Arrival;
import dev.passerelle.loadtests.arrivals.Schedule;
import dev.passerelle.loadtests.client.Called;
import dev.passerelle.loadtests.client.Caller;
import dev.passerelle.loadtests.client.Place;
import dev.passerelle.loadtests.distribution.Distribution;
import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Moments;
import dev.passerelle.loadtests.measure.Outcome;
import dev.passerelle.loadtests.measure.ServerTiming;
import dev.passerelle.loadtests.measure.Tokens;
import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.workload.Ask;
import dev.passerelle.loadtests.workload.Conversation;
import dev.passerelle.loadtests.workload.Workload;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SenderTest {
    private static final long MILLI = 1_000_000;

    private final Ticker ticker = new Ticker(System.nanoTime());
    private final Records records = new Records();

    @Test
    void beginsEachConversationWhenItIsDue() {
        try (Sender sender = sender(new Answering(), turns(1), 100, 10)) {
            sender.open(schedule(0, 3 * MILLI, 3 * MILLI, 7 * MILLI), 2 * MILLI);
            assertThat(sender.drain(Duration.ofSeconds(5))).isTrue();
        }

        assertThat(records.inOrder())
                .extracting(record -> record.moments().intended())
                .containsExactly(2 * MILLI, 5 * MILLI, 5 * MILLI, 9 * MILLI);
        assertThat(records.all).allMatch(r -> r.moments().began() >= r.moments().intended());
    }

    @Test
    void goesOnWithAConversationAfterItsAnswersAndPauses() {
        try (Sender sender = sender(new Answering(), turns(3), 100, 10)) {
            sender.open(schedule(0), 0);
            assertThat(sender.drain(Duration.ofSeconds(5))).isTrue();
        }

        List<CallRecord> turns = records.inOrder();
        assertThat(turns).extracting(CallRecord::turn).containsExactly(0, 1, 2);
        assertThat(turns).extracting(CallRecord::kind).containsExactly("[]", "[a0]", "[a0, a1]");
        for (int turn = 1; turn < 3; turn++) {
            assertThat(turns.get(turn).moments().intended())
                    .isEqualTo(turns.get(turn - 1).moments().ended() + MILLI);
        }
    }

    @Test
    void sendsNoMoreThanAllowed() {
        try (Sender sender = sender(new Answering(), turns(1), 3, 10)) {
            sender.open(schedule(0, 0, 0, 0, 0), 0);
            assertThat(sender.drain(Duration.ofSeconds(5))).isTrue();
        }
        assertThat(records.all).hasSize(3);

        try (Sender sender = sender(new Answering(), turns(1), 7, 10)) {
            sender.closed(2, Instantly.NOT_AT_ALL, 1, ticker.now() + 60_000 * MILLI);
            assertThat(sender.drain(Duration.ofSeconds(5))).isTrue();
        }
        assertThat(records.all).hasSize(3 + 7);
    }

    @Test
    void manyUsersSendNoMoreThanAllowedEither() {
        try (Sender sender = sender(new Answering(), turns(2), 5, 100)) {
            sender.closed(100, Instantly.NOT_AT_ALL, 1, ticker.now() + 60_000 * MILLI);
            assertThat(sender.drain(Duration.ofSeconds(5))).isTrue();
            assertThat(sender.lastEnd())
                    .isEqualTo(
                            records.all.stream()
                                    .mapToLong(record -> record.moments().ended())
                                    .max()
                                    .orElseThrow());
        }
        assertThat(records.all).hasSize(5);
    }

    @Test
    void usersBeginWhenTheAnswerBeforeCameHoweverLateTheyAre() {
        try (Sender sender = sender(new Answering(), turns(1), 50, 100)) {
            sender.closed(1, Instantly.NOT_AT_ALL, 1, ticker.now() + 60_000 * MILLI);
            assertThat(sender.drain(Duration.ofSeconds(5))).isTrue();
        }
        List<CallRecord> calls = records.inOrder();
        for (int i = 1; i < calls.size(); i++) {
            assertThat(calls.get(i).moments().intended())
                    .isEqualTo(calls.get(i - 1).moments().ended());
        }
    }

    @Test
    void usersOfARunThatWasEndedBeforeDoNotBegin() {
        try (Sender sender = sender(new Answering(), turns(1), 50, 100)) {
            sender.stop();
            sender.closed(10, Instantly.NOT_AT_ALL, 1, ticker.now() + 60_000 * MILLI);
        }
        assertThat(records.all).isEmpty();
    }

    @Test
    void countsArrivalsBeyondTheMostUnderWay() {
        try (Sender sender = sender(new Hanging(), turns(1), 100, 2)) {
            sender.open(schedule(0, 0, 0, 0), 0);
            assertThat(sender.running()).isEqualTo(2);
            assertThat(records.all)
                    .extracting(CallRecord::outcome)
                    .containsOnly(Outcome.NOT_SENT)
                    .hasSize(2);
        }
        assertThat(records.all).hasSize(4);
    }

    @Test
    void stopsAtOnceAndHandsOverWhatWasUnderWay() throws Exception {
        Hanging hanging = new Hanging();
        try (Sender sender = sender(hanging, turns(2), 100, 10)) {
            Thread stopping =
                    Thread.startVirtualThread(() -> {
                        hanging.await();
                        sender.stop();
                    });
            sender.open(schedule(0, 3_600_000 * MILLI), 0);
            stopping.join();
        }
        assertThat(records.all).extracting(CallRecord::outcome).containsExactly(Outcome.UNFINISHED);
    }

    private Sender sender(Caller caller, Workload workload, long most, int mostRunning) {
        return new Sender(caller, workload, new Numbers(most), ticker, mostRunning, records);
    }

    private static Schedule schedule(long... offsets) {
        Iterator<Arrival> arrivals =
                LongStream.of(offsets).mapToObj(offset -> new Arrival(offset, null)).iterator();
        return new Schedule() {
            @Override
            public boolean hasNext() {
                return arrivals.hasNext();
            }

            @Override
            public Arrival next() {
                return arrivals.next();
            }
        };
    }

    /// Asks that are named for the answers before them.
    private static Workload turns(int count) {
        return (number, lengths) ->
                new Conversation() {
                    @Override
                    public int turns() {
                        return count;
                    }

                    @Override
                    public Ask ask(int turn, List<String> answers) {
                        return new Ask(
                                answers.toString(),
                                Endpoint.CHAT,
                                true,
                                new byte[0],
                                1,
                                1,
                                null,
                                null,
                                true);
                    }

                    @Override
                    public long pause(int turn) {
                        return MILLI;
                    }
                };
    }

    private static final class Records implements Sender.Observer {
        final ConcurrentLinkedQueue<CallRecord> all = new ConcurrentLinkedQueue<>();

        @Override
        public void began() {}

        @Override
        public void ended(CallRecord record) {
            all.add(record);
        }

        List<CallRecord> inOrder() {
            return all.stream()
                    .sorted(Comparator.comparingLong(record -> record.moments().intended()))
                    .toList();
        }
    }

    private class Answering implements Caller {
        @Override
        public Called call(Place place, Ask ask, long intended) {
            return new Called(record(place, ask, intended, Outcome.OK), "a" + place.turn());
        }

        @Override
        public void close() {}
    }

    private final class Hanging extends Answering {
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public Called call(Place place, Ask ask, long intended) {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("nobody answers");
            } catch (InterruptedException e) {
                return new Called(record(place, ask, intended, Outcome.UNFINISHED), "");
            }
        }

        void await() {
            try {
                asked.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private CallRecord record(Place place, Ask ask, long intended, Outcome outcome) {
        long now = ticker.now();
        return new CallRecord(
                place.number(),
                place.conversation(),
                place.turn(),
                ask.kind(),
                outcome,
                "",
                200,
                new Moments(intended, now, -1, now, now, now, now),
                new Tokens(1, 1, 1, 1, 0, 1),
                new long[] {now},
                ServerTiming.NONE,
                "",
                "");
    }

    private enum Instantly implements Distribution {
        NOT_AT_ALL;

        @Override
        public double quantile(double p) {
            return 0;
        }

        @Override
        public double mean() {
            return 0;
        }
    }
}
