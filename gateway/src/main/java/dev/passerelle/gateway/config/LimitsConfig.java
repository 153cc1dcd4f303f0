package dev.passerelle.gateway.config;

import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Project;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Section `limits`: how much whom is given.
///
/// @param redisUrl where limits are counted for several gateways together; absent means in this
///   process
/// @param whenUnavailable what happens while Redis doesn't answer
/// @param organisations by name
public record LimitsConfig(
        @Nullable URI redisUrl,
        WhenUnavailable whenUnavailable,
        Map<String, Limits> organisations,
        Map<Project, ProjectConfig> projects) {

    public static final LimitsConfig NONE =
            new LimitsConfig(null, WhenUnavailable.REFUSE, Map.of(), Map.of());

    /// What happens to requests while what is left of limits can't be told.
    public enum WhenUnavailable {
        /// They get 503; nothing is exceeded.
        REFUSE,
        /// They are counted in this process alone.
        LOCAL
    }

    /// One of `limits.projects`.
    ///
    /// @param weight its share of a model's slots in proportion to others'
    /// @param priority its requests come before those of lower priority
    /// @param logPrompts whether prompts and answers are written down
    public record ProjectConfig(Limits limits, int weight, int priority, boolean logPrompts) {
        public static final ProjectConfig DEFAULT = new ProjectConfig(Limits.NONE, 1, 0, false);
    }

    public LimitsConfig {
        organisations = Map.copyOf(organisations);
        projects = Map.copyOf(projects);
    }

    public ProjectConfig project(Project project) {
        return projects.getOrDefault(project, ProjectConfig.DEFAULT);
    }

    public Limits organisation(String name) {
        return organisations.getOrDefault(name, Limits.NONE);
    }

    /// Without the URL, which may hold a password.
    @Override
    public String toString() {
        return "LimitsConfig[%s, %s, %s]".formatted(whenUnavailable, organisations, projects);
    }
}
