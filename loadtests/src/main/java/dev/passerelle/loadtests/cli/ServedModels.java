package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.ScenarioException;
import dev.passerelle.loadtests.plan.Target;
import dev.passerelle.loadtests.plan.Traffic;
import dev.passerelle.loadtests.run.LoadRunException;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Asks a server for its models, for scenarios that name none.
final class ServedModels {
    private static final JsonMapper JSON = new JsonMapper();

    private final Target target;

    private ServedModels(Target target) {
        this.target = target;
    }

    static boolean areNeeded(Scenario scenario) {
        return scenario.traffic().stream().anyMatch(traffic -> traffic.model().isEmpty());
    }

    /// The same scenario with the only model served, where it names none.
    ///
    /// @throws ScenarioException if there are several
    /// @throws LoadRunException if the server doesn't say
    static Scenario choose(Scenario scenario) {
        return areNeeded(scenario)
                ? withModel(scenario, new ServedModels(scenario.target()).only())
                : scenario;
    }

    /// The same scenario with a model where it names none.
    static Scenario withModel(Scenario scenario, String model) {
        return new Scenario(
                scenario.name(),
                scenario.seed(),
                scenario.target(),
                scenario.traffic().stream()
                        .map(traffic -> traffic.model().isEmpty() ? with(traffic, model) : traffic)
                        .toList(),
                scenario.arrivals(),
                scenario.bounds(),
                scenario.slo(),
                scenario.leaving());
    }

    private static Traffic with(Traffic traffic, String model) {
        return new Traffic(
                traffic.name(),
                traffic.weight(),
                traffic.endpoint(),
                model,
                traffic.stream(),
                traffic.prompt(),
                traffic.output(),
                traffic.ignoreEos(),
                traffic.prefix(),
                traffic.turns(),
                traffic.extra());
    }

    private String only() {
        List<String> models = list();
        if (models.size() != 1) {
            throw new ScenarioException(
                    models.isEmpty()
                            ? "the server lists no model; name one with --model"
                            : "the server has several models; name one with --model: "
                                    + String.join(", ", models));
        }
        return models.getFirst();
    }

    private List<String> list() {
        URI address = URI.create(target.url() + "/models");
        HttpResponse<String> answer = get(address);
        try {
            if (answer.statusCode() == 200) {
                return JSON.readTree(answer.body())
                        .path("data")
                        .valueStream()
                        .map(model -> model.path("id").asString(""))
                        .filter(id -> !id.isEmpty())
                        .toList();
            }
        } catch (JacksonException _) {
            // Told below, as any other answer that is no list.
        }
        throw new LoadRunException(
                "%s answered with status %d and no list of models; name one with --model%s"
                        .formatted(
                                address,
                                answer.statusCode(),
                                answer.statusCode() == 401 ? ", and a key with --key-env" : ""));
    }

    private HttpResponse<String> get(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(target.timeout());
        target.headers().forEach(request::setHeader);
        if (!target.keys().isEmpty()) {
            request.setHeader("Authorization", "Bearer " + target.keys().getFirst());
        }
        try (HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(target.connectTimeout())
                        .proxy(ProxySelector.of(null))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new LoadRunException(
                    "%s can't be reached (%s); start the server, or name another with --url"
                            .formatted(address, e.getClass().getSimpleName()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LoadRunException("interrupted while asking for the models");
        }
    }
}
