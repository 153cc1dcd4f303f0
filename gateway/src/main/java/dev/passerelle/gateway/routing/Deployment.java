package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Scope;
import dev.passerelle.gateway.answer.Backend;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.Price;
import dev.passerelle.gateway.tenancy.Prices;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A deployment of a model, and how it does. Its backend is closed when the routing table has it no
/// more and its last answer has ended.
public final class Deployment {
    private final String model;
    private final DeploymentConfig config;
    private final Backend backend;
    private final Prices cost;
    private final List<Limit> limits;
    private final Load load = new Load();
    private final Circuit circuit;

    /// Calls under way, and the routing table while it has this; 0 is final.
    private final AtomicInteger users = new AtomicInteger(1);

    Deployment(String model, DeploymentConfig config, Backend backend, Surroundings surroundings) {
        this.model = model;
        this.config = config;
        this.backend = backend;
        Price price = config.share().price();
        cost = price == null ? Prices.FREE : price.prices();
        Scope scope = new Scope(Scope.Kind.DEPLOYMENT, model + "/" + config.name());
        limits =
                config.share().limits().capacities().entrySet().stream()
                        .map(limit -> new Limit(scope, limit.getKey(), limit.getValue()))
                        .toList();
        circuit = new Circuit(surroundings, every());
    }

    /// Id of the model it answers for.
    public String model() {
        return model;
    }

    public String name() {
        return config.name();
    }

    public @Nullable String region() {
        return config.share().region();
    }

    public DeploymentConfig config() {
        return config;
    }

    /// How it does now.
    public DeploymentStatus status() {
        Circuit.Block block = circuit.block();
        return new DeploymentStatus(
                model,
                name(),
                region(),
                block == null ? DeploymentStatus.State.UP : block.state(),
                block == null ? "" : block.reason(),
                block == null ? null : block.since(),
                circuit.left(),
                load.calls(),
                load.tokens(),
                Duration.ofNanos((long) load.lastFirstToken()),
                circuit.failures());
    }

    /// As [Backend#revision].
    public String revision() {
        return backend.revision();
    }

    Backend backend() {
        return backend;
    }

    Load load() {
        return load;
    }

    Circuit circuit() {
        return circuit;
    }

    List<Limit> limits() {
        return limits;
    }

    /// What its tokens cost us.
    Prices cost() {
        return cost;
    }

    int weight() {
        return config.share().weight();
    }

    DeploymentConfig.@Nullable Canary canary() {
        return config.share().canary();
    }

    /// Whether it gets copies only.
    boolean shadow() {
        return config.share().shadowPercent() > 0;
    }

    boolean local() {
        return config instanceof DeploymentConfig.Local;
    }

    /// How often it is looked at; absent if it isn't.
    @Nullable Duration every() {
        return config instanceof DeploymentConfig.Upstream upstream && upstream.health() != null
                ? upstream.health().every()
                : null;
    }

    /// Holds it for a call.
    ///
    /// @return whether it is still there
    boolean use() {
        int count = users.get();
        while (count > 0) {
            if (users.compareAndSet(count, count + 1)) {
                return true;
            }
            count = users.get();
        }
        return false;
    }

    /// Whether it was taken out of the routing table, and its last answer has ended.
    boolean gone() {
        return users.get() == 0;
    }

    /// Lets go of it: a call's end, or the routing table's.
    void leave() {
        if (users.decrementAndGet() == 0) {
            backend.close();
        }
    }
}
