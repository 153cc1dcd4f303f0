package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.backend.Schedule;
import dev.passerelle.gateway.config.ResilienceConfig;
import org.jspecify.annotations.Nullable;

/// Finds a deployment that answers a call.
public final class Dispatcher implements AutoCloseable {
    private final Router router;
    private final Judge judge;
    private final Selection selection;
    private final Allotment allotment;
    private final Shadows shadows;
    private final RetryBudget budget = new RetryBudget();

    private Dispatcher(Router router, Judge judge) {
        this.router = router;
        this.judge = judge;
        selection = new Selection(judge.surroundings());
        allotment = new Allotment(judge.surroundings());
        shadows = new Shadows(judge, allotment);
    }

    public static Dispatcher of(Router router, ResilienceConfig config, RoutingListener listener) {
        return of(router, config, listener, Surroundings.REAL);
    }

    public static Dispatcher of(
            Router router,
            ResilienceConfig config,
            RoutingListener listener,
            Surroundings surroundings) {
        return new Dispatcher(router, new Judge(config, surroundings, listener));
    }

    /// From here on deployments are left alone so.
    public void replace(ResilienceConfig config) {
        judge.config(config);
    }

    /// The first answer there is.
    ///
    /// @throws dev.passerelle.gateway.openai.ApiException if the request is at fault, or no
    ///   deployment may answer it now: it says why of each
    /// @throws dev.passerelle.gateway.answer.DeploymentFailure if the only deployment there is
    ///   failed
    /// @throws dev.passerelle.runtime.InferenceException the same for a model that runs here
    public Answer answer(RoutedModel model, CallRequest call, Purse purse)
            throws InterruptedException {
        budget.called(judge.surroundings().now());
        return new Search(this, model, call, purse).answer();
    }

    /// Looks from now on at the deployments that want it.
    public HealthWatch watch(Schedule schedule) {
        HealthWatch watch = new HealthWatch(router, judge, schedule, HealthWatch.THREADS);
        watch.begin();
        return watch;
    }

    RoutingTable table() {
        return router.table();
    }

    Judge judge() {
        return judge;
    }

    Selection selection() {
        return selection;
    }

    Shadows shadows() {
        return shadows;
    }

    @Nullable Attempt attempt(RoutedModel model, Deployment deployment) {
        return Attempt.of(judge, allotment, model, deployment);
    }

    boolean mayRetry() {
        return budget.take(judge.surroundings().now(), judge.config());
    }

    /// Ends what goes on in the background.
    @Override
    public void close() {
        shadows.close();
    }
}
