package dev.passerelle.runtime.fairness;

import dev.passerelle.runtime.Tenant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A project's account and those of its keys.
final class Project<T> extends Account {

    final String name;
    final Map<String, Key<T>> keys = new LinkedHashMap<>();
    private int weight = 1;
    private int priority;

    Project(String name) {
        this.name = name;
    }

    /// Takes over what the newest request says of the project.
    void update(Tenant tenant) {
        weight = tenant.weight();
        priority = tenant.priority();
    }

    @Override
    int weight() {
        return weight;
    }

    @Override
    int priority() {
        return priority;
    }
}
