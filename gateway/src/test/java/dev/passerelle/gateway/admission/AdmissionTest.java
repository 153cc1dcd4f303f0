package dev.passerelle.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.admission.Decision.Granted;
import dev.passerelle.gateway.admission.Decision.NeverFits;
import dev.passerelle.gateway.admission.Decision.Refused;
import dev.passerelle.gateway.admission.Scope.Kind;
import dev.passerelle.gateway.config.LimitsConfig;
import dev.passerelle.gateway.config.LimitsConfig.ProjectConfig;
import dev.passerelle.gateway.config.LimitsConfig.WhenUnavailable;
import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.ApiException.LimitsUnavailable;
import dev.passerelle.gateway.openai.ApiException.QuotaExceeded;
import dev.passerelle.gateway.openai.ApiException.RateLimited;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Prices;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import dev.passerelle.runtime.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Project WEB = new Project("acme", "web");
    private static final Limits ALL =
            new Limits(
                    Map.of(
                            Measure.REQUESTS_PER_MINUTE, 10L,
                            Measure.CONCURRENT_REQUESTS, 2L,
                            Measure.TOKENS_PER_MINUTE, 1_000L,
                            Measure.MONEY_PER_MONTH, 5L));
    private static final Demand DEMAND = new Demand(10, 1, 20, Prices.FREE);
    private static final Scope KEY = new Scope(Kind.KEY, "k1");
    private static final Scope PROJECT = new Scope(Kind.PROJECT, "acme/web");

    private final Recorder recorder = new Recorder();

    @Test
    void entersByRequestsAndReservesTheRestAndAllOfTheModels() {
        LimitsConfig config =
                new LimitsConfig(
                        null,
                        WhenUnavailable.REFUSE,
                        Map.of("acme", ALL),
                        Map.of(WEB, new ProjectConfig(ALL, 3, -1, false)));
        Admission admission = new Admission(config, recorder);
        Caller caller = new Caller("k1", WEB, Role.MEMBER, Set.of(), Set.of(), ALL);

        assertThat(admission.enter(caller)).isInstanceOf(Granted.class);
        assertThat(recorder.taken())
                .containsExactly(
                        "key k1 requests_per_minute",
                        "key k1 concurrent_requests",
                        "project acme/web requests_per_minute",
                        "project acme/web concurrent_requests",
                        "organisation acme requests_per_minute",
                        "organisation acme concurrent_requests");

        assertThat(admission.reserve(caller, "small", ALL, DEMAND)).isInstanceOf(Granted.class);
        assertThat(recorder.taken())
                .containsExactly(
                        "key k1 tokens_per_minute",
                        "key k1 money_per_month",
                        "project acme/web tokens_per_minute",
                        "project acme/web money_per_month",
                        "organisation acme tokens_per_minute",
                        "organisation acme money_per_month",
                        "model small requests_per_minute",
                        "model small tokens_per_minute",
                        "model small concurrent_requests",
                        "model small money_per_month");
        assertThat(admission.tenant(caller)).isEqualTo(new Tenant("acme/web", "k1", 3, -1));
    }

    @Test
    void anUpdateReplacesLimitsAndAKeyThatChangedIsSeen() {
        Admission admission = new Admission(LimitsConfig.NONE, recorder);
        Caller caller = new Caller("k1", WEB, Role.MEMBER, Set.of(), Set.of(), Limits.NONE);
        Limits rate = new Limits(Map.of(Measure.REQUESTS_PER_MINUTE, 10L));
        admission.enter(caller);
        assertThat(recorder.taken()).isEmpty();

        admission.enter(new Caller("k1", WEB, Role.MEMBER, Set.of(), Set.of(), rate));
        assertThat(recorder.taken()).containsExactly("key k1 requests_per_minute");

        admission.update(
                new LimitsConfig(
                        null,
                        WhenUnavailable.REFUSE,
                        Map.of(),
                        Map.of(WEB, new ProjectConfig(rate, 7, 0, false))));
        admission.enter(caller);
        assertThat(recorder.taken()).containsExactly("project acme/web requests_per_minute");
        assertThat(admission.tenant(caller).weight()).isEqualTo(7);

        admission.reserve(caller, "small", Limits.NONE, DEMAND);
        admission.reserve(caller, "small", rate, DEMAND);
        assertThat(recorder.taken()).containsExactly("model small requests_per_minute");
    }

    @Test
    void asksNobodyWhereNothingIsLimited() {
        Admission admission = new Admission(LimitsConfig.NONE, recorder);

        assertThat(admission.enter(Caller.ANYONE)).isInstanceOf(Granted.class);
        Granted granted = (Granted) admission.reserve(Caller.ANYONE, "small", Limits.NONE, DEMAND);

        assertThat(granted.reservation().completionTokens()).isEqualTo(20);
        assertThat(granted.reservation().bound()).isNull();
        assertThat(granted.reservation().standings()).isEmpty();
        assertThat(recorder.taken()).isEmpty();
    }

    @Test
    void aRateSaysWhoseItIsHowMuchIsUsedAndWhenToComeAgain() {
        Limit limit = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 1_000);
        Duration wait = Duration.ofMillis(6_120);

        assertThat(Admission.refusal(refused(limit, 100, 202, wait)))
                .isInstanceOfSatisfying(
                        RateLimited.class, e -> assertThat(e.retryAfter()).isEqualTo(wait))
                .hasMessage(
                        "Rate limit reached for key 'k1' on tokens per minute: limit 1000, used 900, requested 202. Please try again in 6.12s.");
    }

    @Test
    void tooManyAtOnceIsARateToo() {
        Limit limit = new Limit(PROJECT, Measure.CONCURRENT_REQUESTS, 4);

        assertThat(Admission.refusal(refused(limit, 0, 1, Duration.ofSeconds(1))))
                .isInstanceOf(RateLimited.class)
                .hasMessage(
                        "Rate limit reached for project 'acme/web' on concurrent requests: limit 4, used 4, requested 1. Please try again in 1s, or when one ends.");
    }

    @Test
    void aBudgetSaysWhenItBeginsAnewAndMoneyIsWrittenAsSuch() {
        Limit limit = new Limit(PROJECT, Measure.MONEY_PER_DAY, 25 * Prices.UNIT / 10);
        Decision refused = refused(limit, Prices.UNIT / 4, Prices.UNIT / 2, Duration.ofHours(5));

        assertThat(Admission.refusal(refused))
                .isInstanceOf(QuotaExceeded.class)
                .hasMessage(
                        "Budget exceeded for project 'acme/web' on money per day: limit 2.5, used 2.25, requested 0.5. The budget begins anew in 5h0m0s; ask your operator for a larger one.");
    }

    @Test
    void whatNeverFitsNamesTheFieldThatMendsItIfOneDoes() {
        Limit limit = new Limit(KEY, Measure.TOKENS_PER_MINUTE, 1_000);

        assertThat(
                        Admission.refusal(
                                new NeverFits(limit, new Demand(10, 2_000, 2_000, Prices.FREE))))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        e -> {
                            assertThat(e.param()).isEqualTo("max_tokens");
                            assertThat(e.code()).isEqualTo("request_exceeds_limit");
                        })
                .hasMessage(
                        "This request needs 2010 tokens, more than the whole limit of key 'k1' on tokens per minute: 1000. Ask for fewer 'max_tokens'.");
        assertThat(Admission.refusal(new NeverFits(limit, new Demand(1_000, 1, 9, Prices.FREE))))
                .isInstanceOfSatisfying(InvalidRequest.class, e -> assertThat(e.param()).isNull())
                .hasMessageEndingWith("Shorten the input.");
    }

    @Test
    void saysWhyLimitsCantBeTold() {
        assertThat(Admission.refusal(new Decision.Unknown("Redis doesn't answer")))
                .isInstanceOf(LimitsUnavailable.class)
                .hasMessageContaining("Redis doesn't answer");
    }

    private static Refused refused(Limit limit, long left, long needed, Duration wait) {
        return new Refused(new Standing(limit, left, wait), needed, wait);
    }

    /// Grants everything and says what was asked for.
    private static final class Recorder implements Limiter {
        private final List<String> asked = new ArrayList<>();

        @Override
        public Decision reserve(List<Limit> limits, Demand demand) {
            for (Limit limit : limits) {
                Scope scope = limit.scope();
                asked.add(scope.kind().id() + " " + scope.name() + " " + limit.measure().id());
            }
            return new Granted(new Unlimited(demand.mostCompletion()));
        }

        List<String> taken() {
            List<String> taken = List.copyOf(asked);
            asked.clear();
            return taken;
        }

        @Override
        public void close() {}
    }
}
