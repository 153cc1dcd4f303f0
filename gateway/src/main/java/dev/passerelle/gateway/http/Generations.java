package dev.passerelle.gateway.http;

import dev.passerelle.gateway.metrics.TokenMeters;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.TextGenerator;
import java.util.ArrayList;
import java.util.List;

/// The generations of one call, started together and ended together.
record Generations(List<MeteredGeneration> list) implements AutoCloseable {

    /// Starts all of them, or none: a refusal of one ends those before it.
    static Generations start(
            TextGenerator generator,
            List<GenerationRequest> requests,
            TokenMeters meters,
            long startNanos) {
        Generations started = new Generations(new ArrayList<>(requests.size()));
        try {
            for (GenerationRequest request : requests) {
                started.list.add(
                        new MeteredGeneration(generator.generate(request), meters, startNanos));
            }
            return started;
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    @Override
    public void close() {
        list.reversed().forEach(MeteredGeneration::close);
    }
}
