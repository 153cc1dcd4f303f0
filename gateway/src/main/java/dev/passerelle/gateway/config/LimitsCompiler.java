package dev.passerelle.gateway.config;

import dev.passerelle.gateway.config.LimitsConfig.ProjectConfig;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Project;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes checked records of `limits`, and of the limits of models.
final class LimitsCompiler {
    private static final String ORGANISATIONS = "limits.organisations";
    private static final String PROJECTS = "limits.projects";

    private final Settings settings;

    LimitsCompiler(Settings settings) {
        this.settings = settings;
    }

    /// @param models whose prices money limits are counted by
    LimitsConfig compile(List<ModelRoute> models) {
        LimitsConfig limits =
                new LimitsConfig(
                        settings.find(LimitKeys.REDIS_URL).orElse(null),
                        settings.get(LimitKeys.WHEN_UNAVAILABLE),
                        organisations(),
                        projects());
        new MoneyLimits(settings, models).check();
        return limits;
    }

    private Map<String, Limits> organisations() {
        Map<String, Limits> organisations = new HashMap<>();
        for (int index : settings.entries(ORGANISATIONS)) {
            String name = name(ORGANISATIONS, LimitKeys.ORGANISATION_NAME, index);
            if (organisations.put(name, of(LimitKeys.ORGANISATION, index)) != null) {
                throw twice(LimitKeys.ORGANISATION_NAME, index, name);
            }
        }
        return organisations;
    }

    private Map<Project, ProjectConfig> projects() {
        Map<Project, ProjectConfig> projects = new HashMap<>();
        for (int index : settings.entries(PROJECTS)) {
            Project name = name(PROJECTS, LimitKeys.PROJECT_NAME, index);
            if (projects.put(name, project(index)) != null) {
                throw twice(LimitKeys.PROJECT_NAME, index, name);
            }
        }
        return projects;
    }

    private ProjectConfig project(int index) {
        return new ProjectConfig(
                of(LimitKeys.PROJECT, index),
                settings.get(LimitKeys.PROJECT_WEIGHT, index),
                settings.get(LimitKeys.PROJECT_PRIORITY, index),
                settings.get(LimitKeys.PROJECT_LOG_PROMPTS, index));
    }

    private <T> T name(String list, ConfigKey<T> key, int index) {
        return settings.find(key, index)
                .orElseThrow(() ->
                        settings.missing(
                                "%s[%d]".formatted(list, index),
                                key.at(index),
                                "limits need " + key.type().allowed()));
    }

    private ConfigException twice(ConfigKey<?> key, int index, Object name) {
        return settings.wrong(
                key.at(index), "is '%s', which has limits already; join the two".formatted(name));
    }

    /// The limits in one entry of a list.
    Limits of(Map<Measure, ConfigKey<Long>> keys, int... indexes) {
        Map<Measure, Long> capacities = new EnumMap<>(Measure.class);
        keys.forEach((measure, key) ->
                settings.find(key, indexes).ifPresent(most -> capacities.put(measure, most)));
        return new Limits(capacities);
    }
}
