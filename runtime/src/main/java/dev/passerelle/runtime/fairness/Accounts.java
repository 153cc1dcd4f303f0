package dev.passerelle.runtime.fairness;

import dev.passerelle.runtime.Tenant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The accounts of all tenants that have requests, and of those that have none but were served more
/// than others so lately that it still counts.
///
/// The counters are those of Sheng et al., "Fairness in Serving Large Language Models" (OSDI 2024),
/// on two levels.
final class Accounts<T> {

    /// Accounts without requests that are kept, of projects and of each project's keys.
    private static final int MOST_IDLE = 1_000;

    private final Map<String, Project<T>> projects = new LinkedHashMap<>();
    private long servings;

    Iterable<Project<T>> projects() {
        return projects.values();
    }

    int size() {
        return projects.values().stream().mapToInt(project -> 1 + project.keys.size()).sum();
    }

    Key<T> open(Tenant tenant) {
        Project<T> project = projects.computeIfAbsent(tenant.project(), Project::new);
        project.update(tenant);
        return project.keys.computeIfAbsent(tenant.key(), name -> new Key<>(project, name));
    }

    void serve(Key<T> key, int tokens) {
        servings++;
        key.serve(tokens, servings);
        key.project.serve(tokens, servings);
    }

    /// A request of this key begins to wait.
    void lift(Key<T> key) {
        Project<T> project = key.project;
        if (project.waiting == 0) {
            project.liftTo(Account.floor(projects.values(), project.priority()));
        }
        if (key.waiting == 0) {
            key.liftTo(Account.floor(project.keys.values(), key.priority()));
        }
    }

    /// Whose turn it is of those that wait.
    @Nullable Key<T> next() {
        Project<T> project = firstWaiting(projects.values());
        return project == null ? null : firstWaiting(project.keys.values());
    }

    int compareTurns(Key<T> a, Key<T> b) {
        return a.project == b.project
                ? Account.compareTurns(a, b)
                : Account.compareTurns(a.project, b.project);
    }

    /// Forgets idle accounts whose counters would be lifted anyway.
    void forgetIdle(Key<T> key) {
        Project<T> project = key.project;
        if (project.places > 0) {
            forgetIdle(project.keys, key);
            return;
        }
        project.keys.clear();
        forgetIdle(projects, project);
    }

    private static <A extends Account> void forgetIdle(Map<String, A> peers, Account like) {
        if (like.places > 0) {
            return;
        }
        double floor = Account.floor(peers.values(), like.priority());
        boolean nobody = floor == Double.NEGATIVE_INFINITY;
        boolean tooMany = peers.size() > MOST_IDLE;
        peers.values()
                .removeIf(peer ->
                        peer.places == 0
                                && (tooMany
                                        || (peer.priority() == like.priority()
                                                && (nobody || peer.served <= floor))));
    }

    private static <A extends Account> @Nullable A firstWaiting(Iterable<A> peers) {
        A first = null;
        for (A peer : peers) {
            if (peer.waiting > 0 && (first == null || Account.compareTurns(peer, first) < 0)) {
                first = peer;
            }
        }
        return first;
    }
}
