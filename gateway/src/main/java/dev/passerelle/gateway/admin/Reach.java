package dev.passerelle.gateway.admin;

import dev.passerelle.gateway.keys.ApiKey;
import dev.passerelle.gateway.openai.ApiException.Forbidden;
import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How far a caller's rights go: an administrator's to its organisation, of `default` to all of
/// them; anybody else's to its project.
record Reach(Caller caller) {

    /// The reach of an administrator.
    ///
    /// @throws Forbidden unless the caller is one
    static Reach administrator(Caller caller) {
        if (caller.role() != Role.ADMIN) {
            throw new Forbidden(
                    "This takes a key of role admin; yours is of role %s."
                            .formatted(caller.role().id()),
                    null,
                    "insufficient_permissions");
        }
        return new Reach(caller);
    }

    boolean everywhere() {
        return caller.role() == Role.ADMIN
                && caller.project().organisation().equals(Project.DEFAULT_NAME);
    }

    /// The only organisation it goes to; absent if it goes to all.
    @Nullable String organisation() {
        return everywhere() ? null : caller.project().organisation();
    }

    boolean covers(Project project) {
        return caller.mayAdminister(project.organisation()) || project.equals(caller.project());
    }

    /// Whether it goes to a key. One of more models or regions than the caller's own is beyond it:
    /// its successor's secret would give more rights than the caller has.
    boolean covers(ApiKey key) {
        return covers(key.project())
                && within(key.models(), caller.models())
                && within(key.regions(), caller.regions());
    }

    /// Reads `organisation/project`, or a project of the caller's organisation.
    ///
    /// @param param the field it is from
    /// @throws InvalidRequest if it is no project's name
    /// @throws Forbidden if it is beyond reach
    Project project(String text, String param) {
        String full = text.contains("/") ? text : caller.project().organisation() + "/" + text;
        Project project =
                Project.parse(full)
                        .orElseThrow(() ->
                                new InvalidRequest(
                                        "Invalid value for '%s': expected a project as 'name' or 'organisation/name', each %s."
                                                .formatted(param, Project.FORM),
                                        param,
                                        "invalid_value"));
        if (!covers(project)) {
            throw new Forbidden(
                    "The project '%s' is not yours to see or change.".formatted(project),
                    param,
                    "project_not_allowed");
        }
        return project;
    }

    /// Refuses names that the caller itself may not use.
    ///
    /// @param wanted none means all
    /// @param own none means all
    static void checkWithin(Set<String> wanted, Set<String> own, String param) {
        if (!within(wanted, own)) {
            throw new Forbidden(
                    "Your own key is limited to %s %s: name some of these in '%s'."
                            .formatted(
                                    param,
                                    String.join(", ", own.stream().sorted().toList()),
                                    param),
                    param,
                    "not_allowed");
        }
    }

    private static boolean within(Set<String> wanted, Set<String> own) {
        return own.isEmpty() || (!wanted.isEmpty() && own.containsAll(wanted));
    }
}
