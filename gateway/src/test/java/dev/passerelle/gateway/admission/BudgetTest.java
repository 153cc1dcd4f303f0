package dev.passerelle.gateway.admission;

import static dev.passerelle.gateway.admission.Trial.fixed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.admission.Decision.Granted;
import dev.passerelle.gateway.admission.Decision.Refused;
import dev.passerelle.gateway.admission.Decision.Unknown;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Prices;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Budgets of a day and a month, counted in this process.
class BudgetTest {
    private static final Scope KEY = new Scope(Scope.Kind.KEY, "k1");
    private static final Scope MODEL = new Scope(Scope.Kind.MODEL, "small");

    private final Trial trial = new Trial();

    @Test
    void aFlexibleDemandIsGivenWhatABudgetHasLeftToTheLastToken() {
        Limit day = new Limit(KEY, Measure.TOKENS_PER_DAY, 100);
        Limit money = new Limit(KEY, Measure.MONEY_PER_MONTH, 10_000);
        Demand demand = new Demand(20, 1, 500, new Prices(10, 100, "EUR"));

        Reservation first = trial.granted(List.of(day, money), demand);
        assertThat(first.completionTokens()).isEqualTo(80);
        assertThat(first.bound()).isEqualTo(day);
        first.settle(20, 58);

        Reservation second =
                trial.granted(List.of(day, money), new Demand(20, 1, 2, demand.prices()));
        assertThat(second.completionTokens()).isEqualTo(2);
        assertThat(second.bound()).isNull();
        second.settle(20, 1);
        assertThat(trial.limiter.reserve(List.of(day, money), new Demand(1, 1, 9, demand.prices())))
                .isInstanceOf(Refused.class);
    }

    @Test
    void whatWasUsedBeyondTheReservationIsChargedToThePeriodItWasTakenFrom() {
        Limit day = new Limit(KEY, Measure.TOKENS_PER_DAY, 100);
        Reservation march = trial.granted(List.of(day), fixed(40));
        Reservation garbage = trial.granted(List.of(day), fixed(10));
        march.settle(70, 50);
        assertThat(trial.left(day)).isZero();
        trial.refused(day, fixed(1));

        garbage.settle(Long.MAX_VALUE, Long.MAX_VALUE);
        trial.refused(day, fixed(1));
        trial.time.pass(Duration.ofMinutes(1));
        assertThat(trial.left(day)).isEqualTo(100);
    }

    @Test
    void moneyBindsTheLengthOfAnAnswer() {
        Limit money = new Limit(KEY, Measure.MONEY_PER_DAY, 1_250);
        Reservation reservation =
                trial.granted(List.of(money), new Demand(20, 1, 500, new Prices(10, 100, "EUR")));

        assertThat(reservation.completionTokens()).isEqualTo(10);
        assertThat(trial.left(money)).isEqualTo(50);
        reservation.settle(20, 3);
        assertThat(trial.left(money)).isEqualTo(1_250 - 200 - 300);
    }

    @Test
    void budgetsBeginAnewAtMidnightAndRefundsGoToThePeriodThatWasCharged() {
        Limit day = new Limit(KEY, Measure.TOKENS_PER_DAY, 100);
        Limit month = new Limit(KEY, Measure.TOKENS_PER_MONTH, 100);
        Reservation march = trial.granted(List.of(day, month), fixed(100));
        assertThat(trial.refused(day, fixed(1)).retryAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(trial.refused(month, fixed(1)).retryAfter()).isEqualTo(Duration.ofMinutes(1));
        trial.time.pass(Duration.ofMinutes(1).minusNanos(1));
        trial.refused(day, fixed(1));
        trial.time.passNanos(1);

        Reservation april = trial.granted(List.of(day, month), fixed(70));
        march.settle(0, 0);

        assertThat(trial.left(day)).isEqualTo(30);
        assertThat(trial.left(month)).isEqualTo(30);
        april.settle(0, 0);
        assertThat(trial.left(day)).isEqualTo(100);
    }

    @Test
    void budgetsBeginWithWhatWasChargedBeforeWhichIsAskedOnce() {
        List<Object> asked = new ArrayList<>();
        Charges charges =
                (scope, measure, period) -> {
                    asked.add(List.of(scope, measure, period));
                    return 95;
                };
        LocalLimiter restored = new LocalLimiter(charges, trial.time, trial.time::nanos);
        Limit month = new Limit(KEY, Measure.TOKENS_PER_MONTH, 100);

        assertThat(restored.reserve(List.of(month), fixed(6))).isInstanceOf(Refused.class);
        assertThat(restored.reserve(List.of(month), fixed(5))).isInstanceOf(Granted.class);
        assertThat(asked)
                .containsExactly(List.of(KEY, month.measure(), LocalDate.parse("2026-03-01")));
    }

    @Test
    void whatWasChargedBeforeIsAskedAgainIfItCouldNotBeTold() {
        List<Long> answers = new ArrayList<>(List.of(-1L, 100L));
        Charges charges =
                (_, _, _) -> {
                    long answer = answers.removeFirst();
                    if (answer < 0) {
                        throw new IllegalStateException("away");
                    }
                    return answer;
                };
        LocalLimiter restored = new LocalLimiter(charges, trial.time, trial.time::nanos);
        Limit day = new Limit(KEY, Measure.TOKENS_PER_DAY, 100);

        assertThat(restored.reserve(List.of(day), fixed(1))).isInstanceOf(Unknown.class);
        assertThat(restored.reserve(List.of(day), fixed(1))).isInstanceOf(Refused.class);
    }

    @Test
    @Timeout(60)
    void onlyThoseWaitForASlowLedgerWhoNeedItsAnswer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Long> answer = new CompletableFuture<>();
        Charges charges =
                (scope, _, _) -> {
                    if (scope.equals(KEY)) {
                        asked.countDown();
                        return answer.join();
                    }
                    return 0;
                };
        LocalLimiter restored = new LocalLimiter(charges, trial.time, trial.time::nanos);
        Limit slow = new Limit(KEY, Measure.TOKENS_PER_DAY, 100);
        Limit quick = new Limit(MODEL, Measure.TOKENS_PER_DAY, 100);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Decision> waiting =
                    threads.submit(() -> restored.reserve(List.of(slow, quick), fixed(60)));
            asked.await();

            assertThat(restored.reserve(List.of(quick), fixed(40))).isInstanceOf(Granted.class);
            answer.complete(40L);

            assertThat(waiting.get()).isInstanceOf(Granted.class);
        }
    }
}
