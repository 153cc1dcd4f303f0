package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.openai.ApiException.ModelUnavailable;
import dev.passerelle.gateway.routing.DeploymentStatus.State;
import dev.passerelle.gateway.routing.Search.Failure;
import dev.passerelle.runtime.InferenceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Why a call has no answer: what is wrong with each deployment that may have given one, and when
/// the first may be asked again.
final class Outage {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final RoutedModel model;
    private final CallRequest call;
    private final List<Failure> failures;
    private final List<Deployment> all;
    private final List<Deployment> allowed;

    Outage(RoutingTable table, RoutedModel model, CallRequest call, List<Failure> failures) {
        this.model = model;
        this.call = call;
        this.failures = failures;
        all =
                models(table)
                        .flatMap(each -> each.deployments().stream())
                        .filter(deployment -> !deployment.shadow())
                        .toList();
        allowed = all.stream().filter(this::allowed).toList();
    }

    private Stream<RoutedModel> models(RoutingTable table) {
        Stream<RoutedModel> others =
                model.route().routing().fallbacks().stream()
                        .map(table::find)
                        .filter(Objects::nonNull)
                        .filter(other -> call.caller().mayUse(other.id()));
        return Stream.concat(Stream.of(model), others).distinct();
    }

    private boolean allowed(Deployment deployment) {
        return call.regions().allow(deployment.region());
    }

    /// What the caller is told. The failure of a deployment that is the only one is told as it is.
    RuntimeException exception() {
        if (allowed.isEmpty() && call.regions().confined()) {
            return forbidden();
        }
        if (all.size() == 1
                && !failures.isEmpty()
                && !(failures.getLast().cause() instanceof NoRoom)) {
            return failures.getLast().cause();
        }
        Duration wait = allowed.stream().map(this::wait).min(Duration::compareTo).orElse(null);
        return new ModelUnavailable(
                message(),
                wait,
                call.regions().confined() ? "region_unavailable" : "no_deployment");
    }

    private ApiException forbidden() {
        String regions =
                all.stream()
                        .map(Deployment::region)
                        .filter(Objects::nonNull)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        return new ApiException.Forbidden(
                "The model '%s' runs in %s, and this call is confined to %s. GET /v1/models lists the models that run there."
                        .formatted(
                                model.id(),
                                regions.isEmpty() ? "no region that is known" : regions,
                                confinement()),
                "model",
                "region_not_allowed");
    }

    private String confinement() {
        return call.regions().names().stream().sorted().collect(Collectors.joining(", "));
    }

    private String message() {
        StringJoiner reasons = new StringJoiner("; ");
        allowed.forEach(deployment -> reasons.add(named(deployment) + ": " + why(deployment)));
        return "No deployment of the model '%s'%s can answer now%s. Please try again later."
                .formatted(
                        model.id(),
                        call.regions().confined() ? " in " + confinement() : "",
                        allowed.isEmpty() ? "" : ": " + reasons);
    }

    private String named(Deployment deployment) {
        List<String> parts = new ArrayList<>();
        if (!deployment.model().equals(model.id())) {
            parts.add("for " + deployment.model());
        }
        String region = deployment.region();
        if (region != null) {
            parts.add(region);
        }
        return deployment.name() + (parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")");
    }

    private String why(Deployment deployment) {
        DeploymentStatus status = deployment.status();
        Failure failure = failure(deployment);
        if (failure != null) {
            return "just now, " + sentence(String.valueOf(failure.cause().getMessage()));
        }
        String what = sentence(status.reason());
        return switch (status.state()) {
            case UP -> deployment.canary() == null ? "not tried" : "on trial";
            case COOLING -> "left alone for another %s (%s)".formatted(wait(status), what);
            case OPEN -> "circuit open for another %s (%s)".formatted(wait(status), what);
            case UNHEALTHY -> "unhealthy since %s".formatted(status.since());
        };
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private static String wait(DeploymentStatus status) {
        return Math.ceilDiv(status.retryAfter().toMillis(), 1000L) + " s";
    }

    private @Nullable Failure failure(Deployment deployment) {
        return failures.stream()
                .filter(failure -> failure.deployment() == deployment)
                .reduce((_, last) -> last)
                .orElse(null);
    }

    /// Until it may be asked again.
    private Duration wait(Deployment deployment) {
        DeploymentStatus status = deployment.status();
        if (status.state() != State.UP) {
            return longer(status.retryAfter(), Duration.ofMillis(1));
        }
        Failure failure = failure(deployment);
        return failure == null ? SOON : longer(retryAfter(failure.cause()), SOON);
    }

    private static Duration retryAfter(RuntimeException failure) {
        Duration asked =
                switch (failure) {
                    case NoRoom full -> full.retryAfter();
                    case InferenceException.QueueFull full -> full.retryAfter();
                    case InferenceException.QueueTimeout slow -> slow.retryAfter();
                    case ModelUnavailable unavailable -> unavailable.retryAfter();
                    default -> null;
                };
        return asked == null ? SOON : asked;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
