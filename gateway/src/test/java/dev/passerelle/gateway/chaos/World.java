package dev.passerelle.gateway.chaos;

import dev.passerelle.gateway.config.CacheConfig;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.ResilienceConfig;
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
    private final List<ModelRoute> routes = new ArrayList<>();

    /// @param places how many connections there may be to a deployment that has a trouble
    World(ResilienceConfig resilience, int places) throws IOException {
        routes.add(RoutedGateway.route(GOOD, RoutedGateway.to(GOOD, good, null)));
        for (Trouble trouble : Trouble.values()) {
            ScriptedUpstream upstream = ScriptedUpstream.playing(trouble.script);
            upstreams.put(trouble, upstream);
            var deployment = RoutedGateway.to("bad", upstream.url(), "sk-upstream", null, places);
            routes.add(RoutedGateway.route(model(trouble, false), deployment));
            routes.add(RoutedGateway.route(model(trouble, true), GOOD, deployment));
        }
        begin();
        gateway = new RoutedGateway(resilience, CacheConfig.NONE, routes);
    }

    /// Upstreams do what their trouble is.
    void begin() throws IOException {
        upstreams.forEach((trouble, upstream) -> upstream.play(trouble.script));
        upstream(Trouble.REFUSES).refuse();
        upstream(Trouble.RESETS_CONNECTIONS).resetting(true);
    }

    /// Upstreams do what a script says, all of them.
    void recover(Script script) throws IOException {
        upstream(Trouble.REFUSES).accept();
        upstream(Trouble.RESETS_CONNECTIONS).resetting(false);
        upstreams.values().forEach(upstream -> upstream.play(script));
    }

    /// One of them does what a script says.
    void play(Trouble trouble, Script script) {
        upstream(trouble).play(script);
    }

    /// Lets go of all deployments: their connections end with their last call.
    void forget() {
        gateway.serve(List.of());
    }

    /// Begins with all of them anew.
    void remember() {
        gateway.serve(routes);
    }

    /// Connections from the gateway, to any of the upstreams.
    int connections() {
        return good.connections()
                + upstreams.values().stream().mapToInt(ScriptedUpstream::connections).sum();
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
