package dev.passerelle.gateway.admission;

import dev.passerelle.gateway.config.LimitsConfig;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Measure.Unit;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.runtime.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// The limits that bind a caller under one configuration, put together once.
final class CallerLimits {
    private static final Predicate<Measure> REQUESTS = measure -> measure.unit() == Unit.REQUESTS;

    private final Caller caller;
    private final LimitsConfig config;
    private final List<Limit> entering;
    private final List<Limit> working;
    private final Tenant tenant;
    private final Map<String, WithModel> withModels = new ConcurrentHashMap<>();

    /// @param all those of the caller, and the model's
    private record WithModel(Limits model, List<Limit> all) {}

    CallerLimits(Caller caller, LimitsConfig config) {
        this.caller = caller;
        this.config = config;
        entering = ofCaller(REQUESTS);
        working = ofCaller(REQUESTS.negate());
        LimitsConfig.ProjectConfig share = config.project(caller.project());
        tenant =
                new Tenant(
                        caller.project().toString(),
                        caller.key(),
                        share.weight(),
                        share.priority());
    }

    boolean of(Caller other, LimitsConfig now) {
        return config.equals(now) && caller.equals(other);
    }

    /// On requests, for the caller alone.
    List<Limit> entering() {
        return entering;
    }

    /// On all else, and everything on the model.
    List<Limit> working(String model, Limits ofModel) {
        WithModel known = withModels.get(model);
        if (known != null && known.model.equals(ofModel)) {
            return known.all;
        }
        List<Limit> all = new ArrayList<>(working);
        add(all, Scope.Kind.MODEL, model, ofModel, _ -> true);
        WithModel made = new WithModel(ofModel, List.copyOf(all));
        withModels.put(model, made);
        return made.all;
    }

    Tenant tenant() {
        return tenant;
    }

    private List<Limit> ofCaller(Predicate<Measure> which) {
        Project project = caller.project();
        String organisation = project.organisation();
        List<Limit> limits = new ArrayList<>();
        add(limits, Scope.Kind.KEY, caller.key(), caller.limits(), which);
        add(
                limits,
                Scope.Kind.PROJECT,
                project.toString(),
                config.project(project).limits(),
                which);
        add(
                limits,
                Scope.Kind.ORGANISATION,
                organisation,
                config.organisation(organisation),
                which);
        return List.copyOf(limits);
    }

    private static void add(
            List<Limit> all,
            Scope.Kind kind,
            String name,
            Limits limits,
            Predicate<Measure> which) {
        Scope scope = new Scope(kind, name);
        limits.capacities()
                .forEach((measure, capacity) -> {
                    if (which.test(measure)) {
                        all.add(new Limit(scope, measure, capacity));
                    }
                });
    }
}
