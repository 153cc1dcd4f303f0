package dev.passerelle.gateway.http;

import java.util.List;

/// The running generations of one call, ended together.
record Generations(List<MeteredGeneration> list) implements AutoCloseable {

    @Override
    public void close() {
        list.reversed().forEach(MeteredGeneration::close);
    }
}
