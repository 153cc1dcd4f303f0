package dev.passerelle.gateway.chaos;

import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.upstream.Script;
import dev.passerelle.gateway.upstream.ScriptedUpstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A gateway with two models for each trouble, one of them with a good fallback.
final class World implements AutoCloseable {
    private static final String GOOD = "good";

    final Map<Trouble, ScriptedUpstream> upstreams = new EnumMap<>(Trouble.class);
    final ScriptedUpstream good = ScriptedUpstream.playing(Script.answering("A", "B"));
    final RoutedGateway gateway;

    World() throws IOException {
        List<ModelRoute> routes = new ArrayList<>();
        routes.add(RoutedGateway.route(GOOD, RoutedGateway.to(GOOD, good, null)));
        for (Trouble trouble : Trouble.values()) {
            ScriptedUpstream upstream = ScriptedUpstream.playing(trouble.script);
            upstreams.put(trouble, upstream);
            var deployment = RoutedGateway.to("bad", upstream, null);
            routes.add(RoutedGateway.route(model(trouble, false), deployment));
            routes.add(RoutedGateway.route(model(trouble, true), GOOD, deployment));
        }
        upstream(Trouble.REFUSES).refuse();
        upstream(Trouble.RESETS_CONNECTIONS).resetting(true);
        gateway = new RoutedGateway(routes);
    }

    private ScriptedUpstream upstream(Trouble trouble) {
        ScriptedUpstream upstream = upstreams.get(trouble);
        if (upstream == null) {
            throw new IllegalArgumentException(trouble.name());
        }
        return upstream;
    }

    static String model(Trouble trouble, boolean helped) {
        return trouble.name().toLowerCase(Locale.ROOT) + (helped ? "-helped" : "-alone");
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        good.close();
        for (ScriptedUpstream upstream : upstreams.values()) {
            upstream.close();
        }
    }
}
