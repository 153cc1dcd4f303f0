package dev.passerelle.gateway.keys;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.passerelle.gateway.config.AdmissionConfig.Jwt;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a valid token says of its holder.
final class TokenClaims {
    private final String projectClaim;
    private final String roleClaim;
    private final boolean admins;
    private final @Nullable String defaultProject;

    TokenClaims(Jwt config) {
        projectClaim = config.projectClaim();
        roleClaim = config.roleClaim();
        admins = config.admins();
        defaultProject = config.defaultProject();
    }

    /// @throws ApiException.Forbidden if it lacks something, or says what isn't understood
    Caller caller(JWTClaimsSet claims) {
        return new Caller(
                "jwt:" + claims.getSubject(),
                project(claims.getClaim(projectClaim)),
                role(claims.getClaim(roleClaim)),
                allowed(claims, "passerelle_models"),
                allowed(claims, "passerelle_regions"),
                Limits.NONE);
    }

    private Project project(@Nullable Object claim) {
        Object name = claim == null ? defaultProject : claim;
        if (name == null) {
            throw refusal(
                    "The token has no claim '%s' that names your project: ask its provider's administrator for one."
                            .formatted(projectClaim));
        }
        Optional<Project> project =
                name instanceof String text ? Project.parse(text) : Optional.empty();
        return project.orElseThrow(() ->
                refusal(
                        "The token's claim '%s' names no project: it has to be 'name' or 'organisation/name', each %s."
                                .formatted(projectClaim, Project.FORM)));
    }

    private Role role(@Nullable Object claim) {
        return switch (claim) {
            case null -> Role.MEMBER;
            case String name -> strongest(Set.of(name));
            case Collection<?> names -> strongest(names);
            default -> strongest(Set.of());
        };
    }

    /// The first of those named and allowed, in the enumeration's order.
    private Role strongest(Collection<?> names) {
        for (Role role : Role.values()) {
            if (names.contains(role.id()) && (admins || role != Role.ADMIN)) {
                return role;
            }
        }
        throw refusal(
                "The token's claim '%s' names no role that tokens may have here: it has to be or hold %s."
                        .formatted(
                                roleClaim,
                                admins
                                        ? "'admin', 'member' or 'read-only'"
                                        : "'member' or 'read-only'"));
    }

    /// An empty list would mean everything to us, and nothing to whoever wrote it: it is refused.
    private static Set<String> allowed(JWTClaimsSet claims, String claim) {
        Object value = claims.getClaim(claim);
        if (value == null) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        if (value instanceof Collection<?> list) {
            list.forEach(name -> names.add(String.valueOf(name)));
        }
        if (names.isEmpty()) {
            throw refusal(
                    "The token's claim '%s' allows nothing: it has to be a list of names, or absent to allow all."
                            .formatted(claim));
        }
        return names;
    }

    private static ApiException.Forbidden refusal(String message) {
        return new ApiException.Forbidden(message, null, "token_claims");
    }
}
