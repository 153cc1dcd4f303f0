package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.config.DeploymentConfig.Canary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses which deployment of a model a call goes to. Nothing outside the call's regions is ever
/// looked at.
///
/// A deployment on trial gets its percentage, and all calls of its keys. If it fails, the ordinary
/// ones answer; it never answers for them, so that it gets no more than its share.
final class Selection {
    private final Surroundings surroundings;

    Selection(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// @param asked those that were asked already
    /// @return null if there is none left
    @Nullable Deployment choose(RoutedModel model, CallRequest call, List<Deployment> asked) {
        List<Deployment> all = model.deployments();
        if (all.size() == 1) {
            Deployment only = all.getFirst();
            return ordinary(only) && open(only, call, asked) ? only : alone(only, call, asked);
        }
        Deployment onTrial = asked.isEmpty() ? canary(all, call) : null;
        return onTrial != null ? onTrial : ordinary(model, call, asked);
    }

    private @Nullable Deployment alone(Deployment only, CallRequest call, List<Deployment> asked) {
        return asked.isEmpty() ? canary(List.of(only), call) : null;
    }

    private @Nullable Deployment canary(List<Deployment> all, CallRequest call) {
        double drawn = -1;
        for (int i = 0; i < all.size(); i++) {
            Deployment deployment = all.get(i);
            Canary canary = deployment.canary();
            if (canary != null && !deployment.shadow()) {
                drawn = drawn == -1 ? surroundings.random().nextDouble(100) : drawn;
                boolean chosen =
                        canary.keys().contains(call.caller().key()) || drawn < canary.percent();
                if (chosen && open(deployment, call, List.of())) {
                    return deployment;
                }
                drawn -= canary.percent();
                drawn = drawn < 0 ? 100 : drawn;
            }
        }
        return null;
    }

    private @Nullable Deployment ordinary(
            RoutedModel model, CallRequest call, List<Deployment> asked) {
        List<Deployment> all = model.deployments();
        Candidates candidates = new Candidates(all.size(), surroundings);
        for (int i = 0; i < all.size(); i++) {
            Deployment deployment = all.get(i);
            if (ordinary(deployment) && open(deployment, call, asked)) {
                candidates.add(deployment);
            }
        }
        return switch (candidates.size()) {
            case 0 -> null;
            case 1 -> candidates.get(0);
            default -> Policy.of(model.route().routing()).choose(candidates, call.raw());
        };
    }

    private static boolean ordinary(Deployment deployment) {
        return deployment.canary() == null && !deployment.shadow();
    }

    private static boolean open(Deployment deployment, CallRequest call, List<Deployment> asked) {
        return call.regions().allow(deployment.region())
                && !asked.contains(deployment)
                && deployment.circuit().free();
    }
}
