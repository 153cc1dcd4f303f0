package dev.passerelle.runtime.importer.family;

import java.util.List;
import java.util.Map;

/// How a checkpoint format names a family's tensors.
///
/// @param patterns a name for each role, `{}` standing for the layer
/// @param ignored regular expressions of tensors that carry nothing the graph needs
public record TensorNames(Map<TensorRole, String> patterns, List<String> ignored) {

    public TensorNames {
        patterns = Map.copyOf(patterns);
        ignored = List.copyOf(ignored);
    }

    /// Whether a tensor of that name may be left unused.
    public boolean mayIgnore(String name) {
        return ignored.stream().anyMatch(name::matches);
    }

    /// The name of a role's tensor in a layer; roles outside layers ignore `layer`.
    public String name(TensorRole role, int layer) {
        String pattern = patterns.get(role);
        if (pattern == null) {
            throw new IllegalArgumentException("this family has no tensor for " + role);
        }
        return pattern.replace("{}", Integer.toString(layer));
    }
}
