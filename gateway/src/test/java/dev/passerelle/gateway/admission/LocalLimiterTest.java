package dev.passerelle.gateway.admission;

import static dev.passerelle.gateway.admission.Trial.fixed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.admission.Decision.NeverFits;
import dev.passerelle.gateway.admission.Decision.Refused;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Prices;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalLimiterTest {
    private static final Scope KEY = new Scope(Scope.Kind.KEY, "k1");
    private static final Scope MODEL = new Scope(Scope.Kind.MODEL, "small");

    private final Trial trial = new Trial();

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
        trial.granted(limit, fixed(capacity));

        Duration wait = trial.refused(limit, fixed(amount)).retryAfter();

        trial.time.pass(wait.minusNanos(1));
        assertThat(trial.refused(limit, fixed(amount)).retryAfter()).isEqualTo(Duration.ofNanos(1));
        trial.time.passNanos(1);
        trial.granted(limit, fixed(amount));
    }

    @Test
    void theTimeToldIsThatOfTheLastLimitToHaveRoom() {
        Limit fast = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 600);
        Limit slow = new Limit(MODEL, Measure.TOKENS_PER_MINUTE, 60);
        trial.granted(fast, fixed(600));
        trial.granted(slow, fixed(60));

        Refused refused = (Refused) trial.limiter.reserve(List.of(fast, slow), fixed(30));

        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(refused.standing().limit()).isEqualTo(slow);
        assertThat(refused.needed()).isEqualTo(30);
    }

    @Test
    void takesFromAllLimitsOrFromNone() {
        Limit key = new Limit(KEY, Measure.TOKENS_PER_DAY, 100);
        Limit concurrent = new Limit(KEY, Measure.CONCURRENT_REQUESTS, 9);
        Limit model = new Limit(MODEL, Measure.TOKENS_PER_MINUTE, 10);
        trial.granted(model, fixed(10));

        assertThat(trial.limiter.reserve(List.of(key, concurrent, model), fixed(5)))
                .isInstanceOf(Refused.class);

        assertThat(trial.left(key)).isEqualTo(100);
        assertThat(trial.limiter.sizes().get(1)).isZero();
    }

    @Test
    void whatIsMoreThanAWholeLimitNeverFits() {
        Limit limit = new Limit(KEY, Measure.TOKENS_PER_DAY, 100);

        assertThat(trial.limiter.reserve(List.of(limit), new Demand(40, 61, 61, Prices.FREE)))
                .isEqualTo(new NeverFits(limit, 101, true));
        assertThat(trial.limiter.reserve(List.of(limit), new Demand(100, 1, 500, Prices.FREE)))
                .isEqualTo(new NeverFits(limit, 101, false));
        assertThat(trial.left(limit)).isEqualTo(100);
    }

    @Test
    void aRateGivesNoStumpOfAnAnswer() {
        Limit rate = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 600);
        trial.granted(rate, fixed(500));
        Demand demand = new Demand(40, 1, 500, Prices.FREE);

        Refused refused = trial.refused(rate, demand);
        assertThat(refused.needed()).isEqualTo(104);
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(400));
        trial.time.pass(refused.retryAfter());
        Reservation reservation = trial.granted(rate, demand);
        assertThat(reservation.completionTokens()).isEqualTo(64);
        assertThat(reservation.bound()).isEqualTo(rate);
    }

    @Test
    void aStumpIsGivenWhereNoMoreIsWantedOrCanEverBeHad() {
        Limit rate = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 600);
        assertThat(trial.granted(rate, new Demand(590, 1, 500, Prices.FREE)).completionTokens())
                .isEqualTo(10);
        trial.time.pass(Duration.ofMinutes(1));
        trial.granted(rate, fixed(590));
        assertThat(trial.granted(rate, new Demand(5, 1, 5, Prices.FREE)).completionTokens())
                .isEqualTo(5);
    }

    @Test
    void settlingGivesBackOnceAndRequestsNever() {
        Limit requests = new Limit(KEY, Measure.REQUESTS_PER_MINUTE, 10);
        Limit tokens = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 100);
        Limit concurrent = new Limit(KEY, Measure.CONCURRENT_REQUESTS, 1);
        Reservation other = trial.granted(tokens, fixed(30));
        Reservation reservation = trial.granted(List.of(requests, tokens, concurrent), fixed(60));
        assertThat(trial.refused(concurrent, fixed(1)).retryAfter())
                .isEqualTo(Duration.ofSeconds(1));

        reservation.settle(0, 0);
        reservation.settle(0, 0);

        assertThat(trial.left(tokens)).isEqualTo(70);
        assertThat(trial.standing(requests))
                .isEqualTo(new Standing(requests, 8, Duration.ofSeconds(12)));
        trial.granted(concurrent, fixed(1));
        other.settle(0, 0);
        assertThat(trial.standing(tokens)).isEqualTo(new Standing(tokens, 100, Duration.ZERO));
    }

    @Test
    void whatWasUsedBeyondTheReservationIsOwedToRates() {
        Limit limit = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 60);
        Reservation guessed = trial.granted(limit, fixed(50));
        guessed.settle(40, 60);
        guessed.settle(40, 60);

        assertThat(trial.standing(limit))
                .isEqualTo(new Standing(limit, 0, Duration.ofSeconds(100)));
        assertThat(trial.refused(limit, fixed(1)).retryAfter()).isEqualTo(Duration.ofSeconds(41));
        trial.time.pass(Duration.ofSeconds(41).minusNanos(1));
        trial.refused(limit, fixed(1));
        trial.time.pass(Duration.ofMinutes(1));
        assertThat(trial.left(limit)).isEqualTo(60);
    }

    @Test
    void whatWasUsedBeyondIsOwedByABucketThatWasFullMeanwhileOrGaveNothing() {
        Limit limit = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 60);
        Reservation early = trial.granted(limit, fixed(60));
        Reservation nothing = trial.granted(limit, fixed(0));
        trial.time.pass(Duration.ofMinutes(1));

        early.settle(61, 0);
        assertThat(trial.left(limit)).isEqualTo(59);
        nothing.settle(2, 0);
        assertThat(trial.left(limit)).isEqualTo(57);
    }

    @Test
    void aDebtStaysWhenALimitIsChanged() {
        Limit small = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 60);
        Limit large = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 600);
        trial.granted(small, fixed(60)).settle(70, 0);

        assertThat(trial.refused(large, fixed(1)).retryAfter()).isEqualTo(Duration.ofMillis(1_100));
    }

    @Test
    void noDebtIsLargerThanWhatRefillsInADay() {
        Limit limit = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 60);
        trial.granted(limit, fixed(60)).settle(Long.MAX_VALUE, Long.MAX_VALUE);
        trial.granted(new Limit(KEY, Measure.TOKENS_PER_DAY, 60), fixed(60))
                .settle(Long.MAX_VALUE, Long.MAX_VALUE);

        trial.time.pass(Duration.ofDays(1).plusMinutes(1));
        assertThat(trial.left(limit)).isEqualTo(60);
    }

    @Test
    void aRefundToABucketThatWasFullMeanwhileIsLost() {
        Limit limit = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 60);
        Reservation early = trial.granted(limit, fixed(60));
        trial.time.pass(Duration.ofMinutes(1));
        trial.granted(limit, fixed(60));

        early.settle(1, 0);

        assertThat(trial.left(limit)).isZero();
    }

    @Test
    void aLimitOfAnotherSizeKeepsWhatIsInTheBucketAndAFullOneStaysFull() {
        Limit small = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 60);
        Limit large = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 600);
        Reservation reservation = trial.granted(small, fixed(50));
        assertThat(trial.left(large)).isEqualTo(10);
        reservation.settle(0, 0);
        assertThat(trial.left(large)).isEqualTo(60);
        trial.time.pass(Duration.ofMinutes(1));
        assertThat(trial.left(large)).isEqualTo(600);
        assertThat(trial.left(small)).isEqualTo(60);
    }

    @Test
    void forgetsScopesThatAreWholeAndPeriodsLongOver() {
        for (int i = 0; i < 5_000; i++) {
            Scope scope = new Scope(Scope.Kind.KEY, "k" + i);
            trial.granted(new Limit(scope, Measure.TOKENS_PER_MINUTE, 60), fixed(1));
            trial.granted(new Limit(scope, Measure.TOKENS_PER_DAY, 60), fixed(1)).settle(1, 0);
            trial.granted(new Limit(scope, Measure.CONCURRENT_REQUESTS, 1), fixed(1)).settle(1, 0);
            trial.time.pass(Duration.ofMillis(100));
        }
        assertThat(trial.limiter.sizes().get(0)).isLessThanOrEqualTo(1_024);
        assertThat(trial.limiter.sizes().get(1)).isZero();
        trial.time.pass(Duration.ofDays(2));
        trial.granted(new Limit(KEY, Measure.TOKENS_PER_DAY, 60), fixed(1));
        assertThat(trial.limiter.sizes().get(2)).isEqualTo(1);
    }

    @Test
    void hugeAmountsDoNotOverflow() {
        long huge = 1L << 62;
        Prices dear = new Prices(1L << 40, 1L << 40, "EUR");
        Limit day = new Limit(KEY, Measure.TOKENS_PER_DAY, huge);
        Limit money = new Limit(KEY, Measure.MONEY_PER_DAY, huge);
        Limit rate = new Limit(KEY, Measure.TOKENS_PER_MINUTE, huge);

        assertThat(
                        trial.granted(day, new Demand(huge - 5, 1, huge, Prices.FREE))
                                .completionTokens())
                .isEqualTo(5);
        assertThat(trial.refused(day, new Demand(huge - 5, 1, huge, Prices.FREE)).needed())
                .isEqualTo(huge - 4);
        assertThat(trial.granted(List.of(money), new Demand(1, 1, huge, dear)).completionTokens())
                .isEqualTo((1L << 22) - 1);
        assertThat(trial.limiter.reserve(List.of(money), new Demand(huge, 1, huge, dear)))
                .isEqualTo(new NeverFits(money, Long.MAX_VALUE, false));
        assertThat(trial.limiter.reserve(List.of(rate), fixed(huge))).isInstanceOf(NeverFits.class);
        assertThat(trial.granted(rate, new Demand(10, 1, huge, Prices.FREE)).completionTokens())
                .isEqualTo(59_999_999_990L);
    }
}
