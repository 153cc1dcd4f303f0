package dev.passerelle.gateway.chaos;

import dev.passerelle.gateway.chaos.Trouble.Help;
import dev.passerelle.gateway.config.CacheConfig;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.ResilienceConfig;
import dev.passerelle.gateway.upstream.Script;
import dev.passerelle.gateway.upstream.ScriptedUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A gateway with a model for each trouble and each help there is against it.
final class World implements AutoCloseable {
    private static final String GOOD = "good";
    private static final Duration HEDGE_AFTER = Duration.ofMillis(20);

    final Map<Trouble, ScriptedUpstream> upstreams = new EnumMap<>(Trouble.class);
    final ScriptedUpstream good = ScriptedUpstream.playing(Script.answering("A", "B"));
    final RoutedGateway gateway;
    private final List<ModelRoute> routes = new ArrayList<>();
    private final boolean sharing;

    World(ResilienceConfig resilience, int places) throws IOException {
        this(resilience, places, false);
    }

    /// @param places how many connections there may be to a deployment that has a trouble
    /// @param sharing whether answers are kept, and shared by those who ask at the same time
    World(ResilienceConfig resilience, int places, boolean sharing) throws IOException {
        this.sharing = sharing;
        routes.add(RoutedGateway.route(GOOD, RoutedGateway.to(GOOD, good, null)));
        for (Trouble trouble : Trouble.values()) {
            ScriptedUpstream upstream = ScriptedUpstream.playing(trouble.script);
            upstreams.put(trouble, upstream);
            var deployment = RoutedGateway.to("bad", upstream.url(), "sk-upstream", null, places);
            routes.add(RoutedGateway.route(model(trouble, Help.ALONE), deployment));
            routes.add(RoutedGateway.route(model(trouble, Help.FALLBACK), GOOD, deployment));
            routes.add(
                    RoutedGateway.hedged(
                            model(trouble, Help.HEDGE),
                            HEDGE_AFTER,
                            deployment,
                            RoutedGateway.to(GOOD, good, null)));
        }
        begin();
        gateway =
                new RoutedGateway(
                        resilience, sharing ? RoutedGateway.KEEPING : CacheConfig.NONE, routes);
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

    static String model(Trouble trouble, Help help) {
        return (trouble.name() + "-" + help.name()).toLowerCase(Locale.ROOT);
    }

    /// What a client asks.
    String chat(String model, boolean stream) {
        String chat = RoutedGateway.chat(model, stream);
        return sharing ? RoutedGateway.deterministic(chat) : chat;
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
