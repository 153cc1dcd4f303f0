package dev.passerelle.gateway.config;

import dev.passerelle.gateway.tenancy.Project;
import java.util.Optional;

/// Names of organisations and projects.
final class Names {

    static final ValueType<String> ORGANISATION =
            new ValueType<>(
                    "a name of " + Project.FORM, text -> Optional.of(text).filter(Project::isName));

    static final ValueType<Project> PROJECT =
            new ValueType<>(
                    "`name` or `organisation/name`, each of " + Project.FORM, Project::parse);

    /// A project as it is written.
    static final ValueType<String> PROJECT_NAME =
            new ValueType<>(PROJECT.allowed(), text -> Project.parse(text).map(_ -> text));

    private Names() {}
}
