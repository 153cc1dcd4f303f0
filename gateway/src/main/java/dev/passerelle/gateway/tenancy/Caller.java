package dev.passerelle.gateway.tenancy;

import java.util.Set;

/// Whoever sent a request, once known.
///
/// @param key id of the API key, or `jwt:` and the token's subject; empty for everybody in open
///   mode
/// @param models ids it may use; empty means all
/// @param regions regions its requests may be served in; empty means all
/// @param limits its own, beside those of its project, organisation and the model
public record Caller(
        String key,
        Project project,
        Role role,
        Set<String> models,
        Set<String> regions,
        Limits limits) {

    /// Everybody, where no keys are asked for.
    public static final Caller ANYONE =
            new Caller("", Project.DEFAULT, Role.MEMBER, Set.of(), Set.of(), Limits.NONE);

    /// Whoever owns this process: may do everything an operator may.
    public static final Caller LOCAL =
            new Caller("local", Project.DEFAULT, Role.ADMIN, Set.of(), Set.of(), Limits.NONE);

    public Caller {
        models = Set.copyOf(models);
        regions = Set.copyOf(regions);
    }

    public boolean mayUse(String model) {
        return models.isEmpty() || models.contains(model);
    }

    /// Whether it may use models at all.
    public boolean mayInfer() {
        return role != Role.READ_ONLY;
    }

    /// Whether it may make and end an organisation's keys. Administrators of the organisation
    /// `default` may those of all.
    public boolean mayAdminister(String organisation) {
        return role == Role.ADMIN
                && (project.organisation().equals(Project.DEFAULT_NAME)
                        || project.organisation().equals(organisation));
    }
}
