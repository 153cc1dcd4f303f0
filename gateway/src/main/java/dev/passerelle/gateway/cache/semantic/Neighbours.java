package dev.passerelle.gateway.cache.semantic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The questions remembered, searched one by one; of too many, the one asked longest ago is
/// forgotten.
///
/// @param <K> hash of a request
final class Neighbours<K> {
    private final int most;
    private final Map<Place<K>, Known<K>> byUse = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<K, Map<K, Known<K>>> byScope = new HashMap<>();

    Neighbours(int most) {
        this.most = most;
    }

    synchronized void put(K scope, Known<K> known) {
        byUse.put(new Place<>(scope, known.key()), known);
        byScope.computeIfAbsent(scope, _ -> new LinkedHashMap<>()).put(known.key(), known);
        if (byUse.size() > most) {
            Iterator<Place<K>> oldest = byUse.keySet().iterator();
            Place<K> gone = oldest.next();
            oldest.remove();
            unlink(gone);
        }
    }

    synchronized void remove(K scope, K key) {
        Place<K> place = new Place<>(scope, key);
        if (byUse.remove(place) != null) {
            unlink(place);
        }
    }

    synchronized void used(K scope, K key) {
        byUse.get(new Place<>(scope, key));
    }

    synchronized int size() {
        return byUse.size();
    }

    /// Those at least so similar, the most similar first.
    List<Near<K>> near(K scope, float[] vector, double threshold) {
        List<Near<K>> near = new ArrayList<>();
        for (Known<K> known : all(scope)) {
            double score = cosine(vector, known.vector());
            if (score >= threshold) {
                near.add(new Near<>(known, score));
            }
        }
        near.sort(Comparator.comparingDouble((Near<K> each) -> each.score()).reversed());
        return near;
    }

    private synchronized List<Known<K>> all(K scope) {
        return List.copyOf(byScope.getOrDefault(scope, Map.of()).values());
    }

    private void unlink(Place<K> place) {
        byScope.computeIfPresent(
                place.scope(),
                (_, known) -> {
                    known.remove(place.key());
                    return known.isEmpty() ? null : known;
                });
    }

    private static double cosine(float[] a, float[] b) {
        if (a.length != b.length) { // of another model
            return -1;
        }
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return Math.min(1, sum);
    }

    /// A question that was answered.
    ///
    /// @param vector of length 1
    @SuppressWarnings("ArrayRecordComponent") // never compared or printed
    record Known<K>(K key, float[] vector, Meaning meaning) {}

    record Near<K>(Known<K> known, double score) {}

    private record Place<K>(K scope, K key) {}
}
