package dev.passerelle.gateway.tenancy;

import java.util.Optional;
import java.util.regex.Pattern;

/// A project of an organisation: what keys belong to and slots are shared out among.
///
/// @param organisation its name; `default` is the operator's own
/// @param name unique in the organisation
public record Project(String organisation, String name) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    public static final String DEFAULT_NAME = "default";
    public static final Project DEFAULT = new Project(DEFAULT_NAME, DEFAULT_NAME);

    /// How a name may look, for messages.
    public static final String FORM =
            "up to 64 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit";

    public Project {
        if (!isName(organisation) || !isName(name)) {
            throw new IllegalArgumentException(
                    "'%s/%s' is no project: organisation and name are each %s"
                            .formatted(organisation, name, FORM));
        }
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /// Reads `organisation/name`, or `name` of the organisation `default`.
    public static Optional<Project> parse(String text) {
        int slash = text.indexOf('/');
        String organisation = slash < 0 ? DEFAULT_NAME : text.substring(0, slash);
        String name = text.substring(slash + 1);
        return isName(organisation) && isName(name)
                ? Optional.of(new Project(organisation, name))
                : Optional.empty();
    }

    /// `organisation/name`.
    @Override
    public String toString() {
        return organisation + "/" + name;
    }
}
