package dev.passerelle.gateway.admin;

import dev.passerelle.gateway.keys.KeyWish;
import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.Fields;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// The bodies of the admin API, read.
record KeyFields(Fields fields, Reach reach, Instant now) {
    private static final Duration OVERLAP = Duration.ofHours(24);

    /// The body that makes a key.
    ///
    /// @throws InvalidRequest naming the first field that is wrong
    KeyWish wish() {
        fields.only(
                List.of(
                        "name",
                        "project",
                        "role",
                        "models",
                        "regions",
                        "limits",
                        "expires_in",
                        "expires_at"));
        Set<String> models = names("models");
        Set<String> regions = names("regions");
        Reach.checkWithin(models, reach.caller().models(), "models");
        Reach.checkWithin(regions, reach.caller().regions(), "regions");
        return new KeyWish(
                fields.requiredString("name", "a name by which people know the key"),
                project(),
                role(),
                models,
                regions,
                fields.object("limits").map(WireLimits::read).orElse(Limits.NONE),
                expiry());
    }

    /// The body that rotates one.
    Duration overlap() {
        fields.only(List.of("overlap"));
        return fields.string("overlap").map(text -> span(text, "overlap")).orElse(OVERLAP);
    }

    private Project project() {
        return fields.string("project")
                .map(text -> reach.project(text, "project"))
                .orElse(new Project(reach.caller().project().organisation(), Project.DEFAULT_NAME));
    }

    private Role role() {
        return fields.string("role")
                .map(text -> Role.of(text).orElseThrow(() -> unknownRole(text)))
                .orElse(Role.MEMBER);
    }

    private static InvalidRequest unknownRole(String text) {
        return Fields.wrongValue(
                "'" + text + "'",
                "role",
                Arrays.stream(Role.values()).map(Role::id).collect(Collectors.joining(", ")));
    }

    private Set<String> names(String field) {
        JsonNode value = fields.value(field);
        if (value == null) {
            return Set.of();
        }
        if (!(value instanceof ArrayNode array)) {
            throw Fields.wrongType(value, field, "an array of names");
        }
        return new LinkedHashSet<>(Fields.strings(array, field));
    }

    private @Nullable Instant expiry() {
        Instant after =
                fields.string("expires_in")
                        .map(text -> now.plus(span(text, "expires_in")))
                        .orElse(null);
        Instant at = fields.string("expires_at").map(KeyFields::instant).orElse(null);
        if (after != null && at != null) {
            throw new InvalidRequest(
                    "Both 'expires_in' and 'expires_at' are given: give one of them.",
                    "expires_in",
                    "invalid_value");
        }
        return after == null ? at : after;
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw Fields.wrongValue(
                    "'" + text + "'", "expires_at", "a time such as '2027-01-31T00:00:00Z'");
        }
    }

    private static Duration span(String text, String param) {
        return TimeSpan.parse(text)
                .orElseThrow(() -> Fields.wrongValue("'" + text + "'", param, TimeSpan.FORM));
    }
}
