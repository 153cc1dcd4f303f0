package dev.passerelle.gateway.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.passerelle.gateway.config.LimitsConfig;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.runtime.Tenant;
import java.util.List;

/// The door to the models: finds the limits that bind a request, and takes from them.
///
/// A request comes in twice. It [enters][#enter] before anything else of it is looked at, which
/// costs it one request; it [reserves][#reserve] its tokens when they are counted. Both
/// reservations are settled at its end.
public final class Admission {
    private static final Decision FREE = new Decision.Granted(new Unlimited(0));

    /// Subjects of tokens can be any number.
    private static final int MOST_CALLERS = 10_000;

    private final Limiter limiter;
    private final Cache<String, CallerLimits> callers =
            Caffeine.newBuilder().maximumSize(MOST_CALLERS).build();
    private volatile LimitsConfig config;

    public Admission(LimitsConfig config, Limiter limiter) {
        this.config = config;
        this.limiter = limiter;
    }

    /// Lets everybody take everything, whatever models' limits say.
    public static Admission unlimited() {
        return new Admission(LimitsConfig.NONE, Unlimited.LIMITER);
    }

    /// Replaces the limits of projects and organisations, for requests from now on. What was taken
    /// stays taken.
    public void update(LimitsConfig config) {
        this.config = config;
    }

    /// Takes one request from what the key, its project and organisation have of requests a minute
    /// and at once.
    public Decision enter(Caller caller) {
        List<Limit> limits = limits(caller).entering();
        return limits.isEmpty() ? FREE : limiter.reserve(limits, Demand.REQUEST);
    }

    /// Takes tokens and money from what the key, its project and organisation have, and all of it
    /// from what the model has.
    ///
    /// @param model served id
    /// @param ofModel its own limits
    public Decision reserve(Caller caller, String model, Limits ofModel, Demand demand) {
        List<Limit> limits = limits(caller).working(model, ofModel);
        return limits.isEmpty()
                ? new Decision.Granted(new Unlimited(demand.mostCompletion()))
                : limiter.reserve(limits, demand);
    }

    /// Whether limits are counted where they ought to be.
    public boolean available() {
        return limiter.trouble().isEmpty();
    }

    /// Whether the prompts and answers of a caller's project are written down.
    public boolean logsPrompts(Caller caller) {
        return config.project(caller.project()).logPrompts();
    }

    /// Whose share of a model's slots a request counts against.
    public Tenant tenant(Caller caller) {
        return limits(caller).tenant();
    }

    /// What to answer to a request that wasn't granted what it wanted.
    public static ApiException refusal(Decision decision) {
        return Refusals.of(decision);
    }

    private CallerLimits limits(Caller caller) {
        LimitsConfig now = config;
        CallerLimits known = callers.getIfPresent(caller.key());
        if (known != null && known.of(caller, now)) {
            return known;
        }
        CallerLimits made = new CallerLimits(caller, now);
        callers.put(caller.key(), made);
        return made;
    }
}
