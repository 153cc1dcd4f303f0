package dev.passerelle.gateway.routing;

import java.util.random.RandomGenerator;

/// Deployments that may answer a call, of which one is to be chosen. There is at least one when a
/// policy sees them.
final class Candidates {
    private final Deployment[] deployments;
    private final Surroundings surroundings;
    private int size;

    Candidates(int most, Surroundings surroundings) {
        this.deployments = new Deployment[most];
        this.surroundings = surroundings;
    }

    void add(Deployment deployment) {
        deployments[size++] = deployment;
    }

    int size() {
        return size;
    }

    Deployment get(int place) {
        return deployments[place];
    }

    RandomGenerator random() {
        return surroundings.random();
    }

    long now() {
        return surroundings.now();
    }
}
