package dev.passerelle.runtime.importer.family;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How a checkpoint format keeps a family's tensors.
///
/// @param patterns a name for each role, `{}` standing for the layer and `{e}` for the expert
/// @param ignored regular expressions of tensors that carry nothing the graph needs
/// @param normShift what is added to the stored weights of norms
public record TensorNames(Map<TensorRole, String> patterns, List<String> ignored, float normShift) {

    public TensorNames {
        patterns = Map.copyOf(patterns);
        ignored = List.copyOf(ignored);
    }

    /// These and others, which come first.
    TensorNames with(Map<TensorRole, String> others) {
        Map<TensorRole, String> all = new EnumMap<>(patterns);
        all.putAll(others);
        return new TensorNames(all, ignored, normShift);
    }

    TensorNames without(TensorRole... roles) {
        Map<TensorRole, String> rest = new EnumMap<>(patterns);
        rest.keySet().removeAll(List.of(roles));
        return new TensorNames(rest, ignored, normShift);
    }

    TensorNames shiftingNorms(float shift) {
        return new TensorNames(patterns, ignored, shift);
    }

    boolean has(TensorRole role) {
        return patterns.containsKey(role);
    }

    /// Whether a tensor of that name may be left unused.
    public boolean mayIgnore(String name) {
        return ignored.stream().anyMatch(name::matches);
    }

    /// The name of a role's tensor in a layer; roles outside layers ignore `layer`.
    public String name(TensorRole role, int layer) {
        return name(role, layer, 0);
    }

    String name(TensorRole role, int layer, int expert) {
        String pattern = patterns.get(role);
        if (pattern == null) {
            throw new IllegalArgumentException("this family has no tensor for " + role);
        }
        return pattern.replace("{}", Integer.toString(layer))
                .replace("{e}", Integer.toString(expert));
    }
}
