package dev.passerelle.gateway.http;

import dev.passerelle.gateway.openai.ApiException.Forbidden;
import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.routing.RoutedModel;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Regions;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Which models a caller may use, and where.
final class Permissions {
    private static final HeaderName REGION = HeaderNames.create("x-passerelle-region");
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9._-]+( *, *[A-Za-z0-9._-]+)*");

    private Permissions() {}

    static boolean allows(Caller caller, RoutedModel model) {
        Regions regions = new Regions(caller.regions());
        return caller.mayUse(model.id())
                && model.deployments().stream()
                        .anyMatch(deployment -> regions.allow(deployment.region()));
    }

    /// @throws Forbidden if the caller may not use the model
    static void check(Caller caller, RoutedModel model) {
        if (!caller.mayUse(model.id())) {
            throw new Forbidden(
                    "This key may not use the model '%s'. GET /v1/models lists those it may."
                            .formatted(model.id()),
                    "model",
                    "model_not_allowed");
        }
    }

    /// Where a call may go: as the caller's key and the request's header `x-passerelle-region` both
    /// say.
    ///
    /// @throws InvalidRequest if the header isn't a list of names
    /// @throws Forbidden if the key allows none of them
    static Regions regions(Caller caller, ServerRequestHeaders headers) {
        if (!headers.contains(REGION)) {
            return caller.regions().isEmpty() ? Regions.ALL : new Regions(caller.regions());
        }
        String value = String.join(",", headers.get(REGION).allValues()).strip();
        if (!NAMES.matcher(value).matches()) {
            throw new InvalidRequest(
                    "Invalid header x-passerelle-region: name a region, or several with commas between them.",
                    REGION.lowerCase(),
                    "invalid_value");
        }
        Set<String> asked = new HashSet<>(List.of(value.split(" *, *")));
        if (!caller.regions().isEmpty()) {
            asked.retainAll(caller.regions());
        }
        if (asked.isEmpty()) {
            throw new Forbidden(
                    "The header x-passerelle-region asks for regions this key may not use.",
                    REGION.lowerCase(),
                    "region_not_allowed");
        }
        return new Regions(asked);
    }
}
