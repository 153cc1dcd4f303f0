package dev.passerelle.loadtests.run;

import dev.passerelle.loadtests.arrivals.Arrival;
import dev.passerelle.loadtests.arrivals.Schedule;
import dev.passerelle.loadtests.client.Called;
import dev.passerelle.loadtests.client.Caller;
import dev.passerelle.loadtests.client.Place;
import dev.passerelle.loadtests.distribution.Distribution;
import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Outcome;
import dev.passerelle.loadtests.workload.Ask;
import dev.passerelle.loadtests.workload.Conversation;
import dev.passerelle.loadtests.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;

/// Begins conversations when they are due, each on a virtual thread of its own, and hands over what
/// became of each request. What a request says is made before it is due, so that making it delays
/// nothing.
final class Sender implements AutoCloseable {
    private final Caller caller;
    private final Workload workload;
    private final Numbers numbers;
    private final Ticker ticker;
    private final int mostRunning;
    private final Observer observer;
    private final ExecutorService conversations =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("conversation-", 0).factory());
    private final AtomicInteger running = new AtomicInteger();
    private final LongAccumulator lastEnd = new LongAccumulator(Math::max, 0);
    private volatile boolean stopped;

    /// Who is told of each request.
    interface Observer {
        /// One begins; not told of those that are not sent.
        void began();

        void ended(CallRecord record);
    }

    /// @param mostRunning requests under way, beyond which an arrival is not sent
    Sender(
            Caller caller,
            Workload workload,
            Numbers numbers,
            Ticker ticker,
            int mostRunning,
            Observer observer) {
        this.caller = caller;
        this.workload = workload;
        this.numbers = numbers;
        this.ticker = ticker;
        this.mostRunning = mostRunning;
        this.observer = observer;
    }

    /// Begins what the schedule says, on this thread, until it ends, the numbers do or [#stop].
    ///
    /// @param start where the schedule's time begins
    void open(Schedule schedule, long start) {
        while (!stopped && schedule.hasNext() && numbers.take()) {
            Arrival arrival = schedule.next();
            long number = numbers.conversation();
            Conversation conversation = workload.conversation(number, arrival.lengths());
            Ask first = conversation.ask(0, List.of());
            long intended = start + arrival.offset();
            ticker.awaitUntil(intended, () -> stopped);
            if (stopped) {
                return;
            }
            begin(number, conversation, first, intended);
        }
    }

    private void begin(long number, Conversation conversation, Ask first, long intended) {
        if (running.get() >= mostRunning) {
            observer.ended(Unsent.full(numbers.request(), number, first, intended));
            return;
        }
        count();
        try {
            conversations.execute(() -> converse(number, conversation, first, intended));
        } catch (RejectedExecutionException e) {
            // Stopped in this moment.
            running.decrementAndGet();
            observer.ended(Unsent.stopped(numbers.request(), number, first, intended));
        }
    }

    private void count() {
        running.incrementAndGet();
        observer.began();
    }

    /// Lets so many users converse, one conversation after the other, until the end or [#stop].
    /// Returns when the last one has noticed.
    ///
    /// @param think seconds between conversations
    /// @param end when the last conversation may begin
    void closed(int users, Distribution think, long seed, long end) {
        List<Future<?>> all = new ArrayList<>();
        for (int user = 0; user < users && !stopped; user++) {
            SplittableRandom random = new SplittableRandom(seed + user);
            try {
                all.add(conversations.submit(() -> use(think, random, end)));
            } catch (RejectedExecutionException e) {
                break; // stopped in this moment
            }
        }
        ticker.awaitUntil(end, () -> stopped || all.stream().allMatch(Future::isDone));
    }

    private void use(Distribution think, SplittableRandom random, long end) {
        long due = ticker.now();
        boolean isFirst = true;
        while (!stopped && due < end && numbers.take()) {
            long number = numbers.conversation();
            Conversation conversation = workload.conversation(number, null);
            Ask first = conversation.ask(0, List.of());
            due = isFirst ? ticker.now() : due; // a user begins when ready
            isFirst = false;
            if (!ticker.sleepUntil(due)) {
                return;
            }
            count();
            long over = converse(number, conversation, first, due);
            due = over + (long) (think.sample(random) * 1e9);
        }
    }

    /// Returns when its last answer was there.
    private long converse(long number, Conversation conversation, Ask first, long intended) {
        List<String> answers = new ArrayList<>();
        Ask ask = first;
        long due = intended;
        for (int turn = 0; ; ) {
            Called called = call(new Place(numbers.request(), number, turn), ask, due);
            long over = called.record().moments().ended();
            if (++turn == conversation.turns()
                    || called.record().outcome() != Outcome.OK
                    || stopped
                    || !numbers.take()) {
                return over;
            }
            answers.add(called.answer());
            ask = conversation.ask(turn, answers);
            due = over + conversation.pause(turn);
            if (!ticker.sleepUntil(due)) {
                return over;
            }
            count();
        }
    }

    private Called call(Place place, Ask ask, long intended) {
        Called called = caller.call(place, ask, intended);
        running.decrementAndGet();
        lastEnd.accumulate(called.record().moments().ended());
        observer.ended(called.record());
        return called;
    }

    /// When the last request was over; 0 where none was.
    long lastEnd() {
        return lastEnd.get();
    }

    /// Requests under way.
    int running() {
        return running.get();
    }

    /// Waits for what is under way.
    ///
    /// @return whether all ended in time
    boolean drain(Duration longest) {
        conversations.shutdown();
        long end = ticker.now() + longest.toNanos();
        ticker.awaitUntil(end, () -> stopped || conversations.isTerminated());
        return conversations.isTerminated();
    }

    /// Nothing new begins, what is under way is ended.
    void stop() {
        stopped = true;
        conversations.shutdownNow();
    }

    /// Ends what is under way, and returns when all of it is handed over.
    @Override
    public void close() {
        conversations.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (conversations.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
