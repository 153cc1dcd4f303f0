package dev.passerelle.runtime.importer.family;

import java.util.Set;

/// A mixture of experts: a router scores them by softmax, the best few are computed and weighed.
///
/// @param count experts of a layer
/// @param perToken how many a token uses
/// @param intermediate width of an expert
/// @param normalised whether the chosen ones' weights are scaled to sum to 1
/// @param denseLayers layers that have a plain MLP instead
public record Experts(
        int count, int perToken, int intermediate, boolean normalised, Set<Integer> denseLayers) {

    public Experts {
        denseLayers = Set.copyOf(denseLayers);
    }

    public boolean in(int layer) {
        return !denseLayers.contains(layer);
    }
}
