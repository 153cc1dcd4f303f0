package dev.passerelle.gateway.admission;

import dev.passerelle.gateway.config.LimitsConfig;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Measure.Unit;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.runtime.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The door to the models: finds the limits that bind a request, and takes from them.
///
/// A request comes in twice. It [enters][#enter] before anything else of it is looked at, which
/// costs it one request; it [reserves][#reserve] its tokens when they are counted. Both
/// reservations are settled at its end.
public final class Admission {
    private static final Decision FREE = new Decision.Granted(new Unlimited(0));
    private static final Predicate<Measure> REQUESTS = measure -> measure.unit() == Unit.REQUESTS;

    private final LimitsConfig config;
    private final Limiter limiter;

    public Admission(LimitsConfig config, Limiter limiter) {
        this.config = config;
        this.limiter = limiter;
    }

    /// Lets everybody take everything, whatever models' limits say.
    public static Admission unlimited() {
        return new Admission(LimitsConfig.NONE, Unlimited.LIMITER);
    }

    /// Takes one request from what the key, its project and organisation have of requests a minute
    /// and at once.
    public Decision enter(Caller caller) {
        List<Limit> limits = new ArrayList<>();
        addCaller(limits, caller, REQUESTS);
        return limits.isEmpty() ? FREE : limiter.reserve(limits, Demand.REQUEST);
    }

    /// Takes tokens and money from what the key, its project and organisation have, and all of it
    /// from what the model has.
    ///
    /// @param model served id
    /// @param ofModel what all callers together may take of it
    public Decision reserve(Caller caller, String model, Limits ofModel, Demand demand) {
        List<Limit> limits = new ArrayList<>();
        addCaller(limits, caller, REQUESTS.negate());
        add(limits, Scope.Kind.MODEL, model, ofModel, _ -> true);
        return limits.isEmpty()
                ? new Decision.Granted(new Unlimited(demand.mostCompletion()))
                : limiter.reserve(limits, demand);
    }

    /// Whether limits are counted where they ought to be.
    public boolean available() {
        return limiter.trouble().isEmpty();
    }

    /// Whose share of a model's slots a request counts against.
    public Tenant tenant(Caller caller) {
        Project project = caller.project();
        LimitsConfig.ProjectConfig share = config.project(project);
        return new Tenant(project.toString(), caller.key(), share.weight(), share.priority());
    }

    /// What to answer to a request that wasn't granted what it wanted.
    public static ApiException refusal(Decision decision) {
        return Refusals.of(decision);
    }

    private void addCaller(List<Limit> limits, Caller caller, Predicate<Measure> which) {
        Project project = caller.project();
        add(limits, Scope.Kind.KEY, caller.key(), caller.limits(), which);
        Limits ofProject = config.project(project).limits();
        if (!ofProject.capacities().isEmpty()) {
            add(limits, Scope.Kind.PROJECT, project.toString(), ofProject, which);
        }
        String organisation = project.organisation();
        add(
                limits,
                Scope.Kind.ORGANISATION,
                organisation,
                config.organisation(organisation),
                which);
    }

    private static void add(
            List<Limit> all,
            Scope.Kind kind,
            String name,
            Limits limits,
            Predicate<Measure> which) {
        if (limits.capacities().isEmpty()) {
            return;
        }
        Scope scope = new Scope(kind, name);
        limits.capacities()
                .forEach((measure, capacity) -> {
                    if (which.test(measure)) {
                        all.add(new Limit(scope, measure, capacity));
                    }
                });
    }
}
