package dev.passerelle.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.admission.Decision.Granted;
import dev.passerelle.gateway.admission.Decision.NeverFits;
import dev.passerelle.gateway.admission.Decision.Refused;
import dev.passerelle.gateway.admission.Decision.Unknown;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Prices;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalLimiterTest {
    private static final Scope KEY = new Scope(Scope.Kind.KEY, "k1");
    private static final Scope MODEL = new Scope(Scope.Kind.MODEL, "small");

    private final ManualTime time = new ManualTime("2026-03-31T23:59:00Z");
    private final LocalLimiter limiter = new LocalLimiter(Charges.NONE, time, time::nanos);

    @ParameterizedTest
    @CsvSource({
        "60, 7",
        "7, 3",
        "1009, 1000",
        "59, 59",
        "120000000, 119999999",
        "59999999999, 59999999998"
    })
    void aRefusedRequestSucceedsAtTheTimeItWasToldAndNotANanosecondBefore(
            long capacity, long amount) {
        Limit limit = new Limit(KEY, Measure.TOKENS_PER_MINUTE, capacity);
        granted(limit, fixed(capacity));

        Duration wait = refused(limit, fixed(amount)).retryAfter();

        time.pass(wait.minusNanos(1));
        assertThat(refused(limit, fixed(amount)).retryAfter()).isEqualTo(Duration.ofNanos(1));
        time.passNanos(1);
        granted(limit, fixed(amount));
    }

    @Test
    void theTimeToldIsThatOfTheLastLimitToHaveRoom() {
        Limit fast = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 600);
        Limit slow = new Limit(MODEL, Measure.TOKENS_PER_MINUTE, 60);
        granted(fast, fixed(600));
        granted(slow, fixed(60));

        Refused refused = (Refused) limiter.reserve(List.of(fast, slow), fixed(30));

        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(refused.standing().limit()).isEqualTo(slow);
        assertThat(refused.needed()).isEqualTo(30);
    }

    @Test
    void takesFromAllLimitsOrFromNone() {
        Limit key = new Limit(KEY, Measure.TOKENS_PER_DAY, 100);
        Limit concurrent = new Limit(KEY, Measure.CONCURRENT_REQUESTS, 9);
        Limit model = new Limit(MODEL, Measure.TOKENS_PER_MINUTE, 10);
        granted(model, fixed(10));

        assertThat(limiter.reserve(List.of(key, concurrent, model), fixed(5)))
                .isInstanceOf(Refused.class);

        assertThat(left(key)).isEqualTo(100);
        assertThat(limiter.sizes().get(1)).isZero();
    }

    @Test
    void whatIsMoreThanAWholeLimitNeverFits() {
        Limit limit = new Limit(KEY, Measure.TOKENS_PER_DAY, 100);

        assertThat(limiter.reserve(List.of(limit), new Demand(40, 61, 61, Prices.FREE)))
                .isEqualTo(new NeverFits(limit, 101, true));
        assertThat(limiter.reserve(List.of(limit), new Demand(100, 1, 500, Prices.FREE)))
                .isEqualTo(new NeverFits(limit, 101, false));
        assertThat(left(limit)).isEqualTo(100);
    }

    @Test
    void aFlexibleDemandIsGivenWhatABudgetHasLeftToTheLastToken() {
        Limit day = new Limit(KEY, Measure.TOKENS_PER_DAY, 100);
        Limit money = new Limit(KEY, Measure.MONEY_PER_MONTH, 10_000);
        Demand demand = new Demand(20, 1, 500, new Prices(10, 100, "EUR"));

        Reservation first = granted(List.of(day, money), demand);
        assertThat(first.completionTokens()).isEqualTo(80);
        assertThat(first.bound()).isEqualTo(day);
        first.settle(20, 58);

        Reservation second = granted(List.of(day, money), new Demand(20, 1, 2, demand.prices()));
        assertThat(second.completionTokens()).isEqualTo(2);
        assertThat(second.bound()).isNull();
        second.settle(20, 1);
        assertThat(limiter.reserve(List.of(day, money), new Demand(1, 1, 9, demand.prices())))
                .isInstanceOf(Refused.class);
    }

    @Test
    void moneyBindsTheLengthOfAnAnswer() {
        Limit money = new Limit(KEY, Measure.MONEY_PER_DAY, 1_250);
        Reservation reservation =
                granted(List.of(money), new Demand(20, 1, 500, new Prices(10, 100, "EUR")));

        assertThat(reservation.completionTokens()).isEqualTo(10);
        assertThat(left(money)).isEqualTo(50);
        reservation.settle(20, 3);
        assertThat(left(money)).isEqualTo(1_250 - 200 - 300);
    }

    @Test
    void aRateGivesNoStumpOfAnAnswer() {
        Limit rate = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 600);
        granted(rate, fixed(500));
        Demand demand = new Demand(40, 1, 500, Prices.FREE);

        Refused refused = refused(rate, demand);
        assertThat(refused.needed()).isEqualTo(104);
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(400));
        time.pass(refused.retryAfter());
        Reservation reservation = granted(rate, demand);
        assertThat(reservation.completionTokens()).isEqualTo(64);
        assertThat(reservation.bound()).isEqualTo(rate);
    }

    @Test
    void aStumpIsGivenWhereNoMoreIsWantedOrCanEverBeHad() {
        Limit rate = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 600);
        assertThat(granted(rate, new Demand(590, 1, 500, Prices.FREE)).completionTokens())
                .isEqualTo(10);
        time.pass(Duration.ofMinutes(1));
        granted(rate, fixed(590));
        assertThat(granted(rate, new Demand(5, 1, 5, Prices.FREE)).completionTokens()).isEqualTo(5);
    }

    @Test
    void settlingGivesBackOnceAndRequestsNever() {
        Limit requests = new Limit(KEY, Measure.REQUESTS_PER_MINUTE, 10);
        Limit tokens = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 100);
        Limit concurrent = new Limit(KEY, Measure.CONCURRENT_REQUESTS, 1);
        Reservation other = granted(tokens, fixed(30));
        Reservation reservation = granted(List.of(requests, tokens, concurrent), fixed(60));
        assertThat(refused(concurrent, fixed(1)).retryAfter()).isEqualTo(Duration.ofSeconds(1));

        reservation.settle(0, 0);
        reservation.settle(0, 0);

        assertThat(left(tokens)).isEqualTo(70);
        assertThat(standing(requests)).isEqualTo(new Standing(requests, 8, Duration.ofSeconds(12)));
        granted(concurrent, fixed(1));
        other.settle(0, 0);
        assertThat(standing(tokens)).isEqualTo(new Standing(tokens, 100, Duration.ZERO));
    }

    @Test
    void aRefundToABucketThatWasFullMeanwhileIsLost() {
        Limit limit = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 60);
        Reservation early = granted(limit, fixed(60));
        time.pass(Duration.ofMinutes(1));
        granted(limit, fixed(60));

        early.settle(1, 0);

        assertThat(left(limit)).isZero();
    }

    @Test
    void budgetsBeginAnewAtMidnightAndRefundsGoToThePeriodThatWasCharged() {
        Limit day = new Limit(KEY, Measure.TOKENS_PER_DAY, 100);
        Limit month = new Limit(KEY, Measure.TOKENS_PER_MONTH, 100);
        Reservation march = granted(List.of(day, month), fixed(100));
        assertThat(refused(day, fixed(1)).retryAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(refused(month, fixed(1)).retryAfter()).isEqualTo(Duration.ofMinutes(1));
        time.pass(Duration.ofMinutes(1).minusNanos(1));
        refused(day, fixed(1));
        time.passNanos(1);

        Reservation april = granted(List.of(day, month), fixed(70));
        march.settle(0, 0);

        assertThat(left(day)).isEqualTo(30);
        assertThat(left(month)).isEqualTo(30);
        april.settle(0, 0);
        assertThat(left(day)).isEqualTo(100);
    }

    @Test
    void budgetsBeginWithWhatWasChargedBeforeWhichIsAskedOnce() {
        List<Object> asked = new ArrayList<>();
        Charges charges =
                (scope, measure, period) -> {
                    asked.add(List.of(scope, measure, period));
                    return 95;
                };
        LocalLimiter restored = new LocalLimiter(charges, time, time::nanos);
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
        LocalLimiter restored = new LocalLimiter(charges, time, time::nanos);
        Limit day = new Limit(KEY, Measure.TOKENS_PER_DAY, 100);

        assertThat(restored.reserve(List.of(day), fixed(1))).isInstanceOf(Unknown.class);
        assertThat(restored.reserve(List.of(day), fixed(1))).isInstanceOf(Refused.class);
    }

    @Test
    void aLimitOfAnotherSizeKeepsWhatIsInTheBucketAndAFullOneStaysFull() {
        Limit small = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 60);
        Limit large = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 600);
        Reservation reservation = granted(small, fixed(50));
        assertThat(left(large)).isEqualTo(10);
        reservation.settle(0, 0);
        assertThat(left(large)).isEqualTo(60);
        time.pass(Duration.ofMinutes(1));
        assertThat(left(large)).isEqualTo(600);
        assertThat(left(small)).isEqualTo(60);
    }

    @Test
    void forgetsScopesThatAreWholeAndPeriodsLongOver() {
        for (int i = 0; i < 5_000; i++) {
            Scope scope = new Scope(Scope.Kind.KEY, "k" + i);
            granted(new Limit(scope, Measure.TOKENS_PER_MINUTE, 60), fixed(1));
            granted(new Limit(scope, Measure.TOKENS_PER_DAY, 60), fixed(1)).settle(1, 0);
            granted(new Limit(scope, Measure.CONCURRENT_REQUESTS, 1), fixed(1)).settle(1, 0);
            time.pass(Duration.ofMillis(100));
        }
        assertThat(limiter.sizes().get(0)).isLessThanOrEqualTo(1_024);
        assertThat(limiter.sizes().get(1)).isZero();
        time.pass(Duration.ofDays(2));
        granted(new Limit(KEY, Measure.TOKENS_PER_DAY, 60), fixed(1));
        assertThat(limiter.sizes().get(2)).isEqualTo(1);
    }

    @Test
    void hugeAmountsDoNotOverflow() {
        long huge = 1L << 62;
        Prices dear = new Prices(1L << 40, 1L << 40, "EUR");
        Limit day = new Limit(KEY, Measure.TOKENS_PER_DAY, huge);
        Limit money = new Limit(KEY, Measure.MONEY_PER_DAY, huge);
        Limit rate = new Limit(KEY, Measure.TOKENS_PER_MINUTE, huge);

        assertThat(granted(day, new Demand(huge - 5, 1, huge, Prices.FREE)).completionTokens())
                .isEqualTo(5);
        assertThat(refused(day, new Demand(huge - 5, 1, huge, Prices.FREE)).needed())
                .isEqualTo(huge - 4);
        assertThat(granted(List.of(money), new Demand(1, 1, huge, dear)).completionTokens())
                .isEqualTo((1L << 22) - 1);
        assertThat(limiter.reserve(List.of(money), new Demand(huge, 1, huge, dear)))
                .isEqualTo(new NeverFits(money, Long.MAX_VALUE, false));
        assertThat(limiter.reserve(List.of(rate), fixed(huge))).isInstanceOf(NeverFits.class);
        assertThat(granted(rate, new Demand(10, 1, huge, Prices.FREE)).completionTokens())
                .isEqualTo(59_999_999_990L);
    }

    private static Demand fixed(long tokens) {
        return new Demand(tokens, 0, 0, Prices.FREE);
    }

    private Reservation granted(Limit limit, Demand demand) {
        return granted(List.of(limit), demand);
    }

    private Reservation granted(List<Limit> limits, Demand demand) {
        Decision decision = limiter.reserve(limits, demand);
        assertThat(decision).isInstanceOf(Granted.class);
        return ((Granted) decision).reservation();
    }

    private Refused refused(Limit limit, Demand demand) {
        Decision decision = limiter.reserve(List.of(limit), demand);
        assertThat(decision).isInstanceOf(Refused.class);
        return (Refused) decision;
    }

    private long left(Limit limit) {
        return standing(limit).remaining();
    }

    /// Of a limit on requests, with one request more.
    private Standing standing(Limit limit) {
        return granted(limit, fixed(0)).standings().getFirst();
    }
}
