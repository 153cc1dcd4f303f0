package dev.passerelle.gateway.admission.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The time in which Redis is known to have what this gateway told it. Whatever makes that doubtful
/// ends it, and Redis executes nothing more that was sent in it.
///
/// @param id unlike that of any other gateway or process
/// @param time the time for the scripts; empty means Redis's clock
record Generation(Link link, String gateway, String id, Supplier<String> time) {

    CompletableFuture<List<Object>> call(Script script, List<String> keys, List<String> arguments) {
        List<String> all = new ArrayList<>(arguments.size() + 3);
        all.add(time.get());
        all.add(gateway);
        all.add(id);
        all.addAll(arguments);
        List<String> named = new ArrayList<>(keys.size() + 1);
        named.add(Keys.GATEWAYS);
        named.addAll(keys);
        return link.call(script, named, all);
    }

    CompletableFuture<List<Object>> publish(Publication publication) {
        List<String> keys = new ArrayList<>(publication.size() + 1);
        keys.add(Keys.chargedBy(gateway));
        keys.addAll(publication.keys());
        return call(Script.PUBLISH, keys, publication.arguments());
    }
}
