package dev.passerelle.runtime;

/// Who a request is served for, so that a model's slots can be shared out fairly: first among
/// projects by their weights, then among the keys of a project evenly.
///
/// @param project whose share it counts against
/// @param key which of the project's callers it is
/// @param weight the project's share in proportion to others', at least 1
/// @param priority requests of a higher priority come first, whatever was served before
public record Tenant(String project, String key, int weight, int priority) {

    /// The only one there is where nobody is told from others.
    public static final Tenant EVERYONE = new Tenant("", "", 1, 0);

    public Tenant {
        if (weight < 1) {
            throw new IllegalArgumentException("weight must be at least 1, is " + weight);
        }
    }
}
