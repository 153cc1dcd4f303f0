package dev.passerelle.gateway.http;

import dev.passerelle.gateway.admission.RateHeaders;
import dev.passerelle.gateway.admission.RateHeaders.Name;
import dev.passerelle.gateway.admission.Standing;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Tells clients what is left of their limits, under names that are checked once.
final class LimitHeaders {
    private static final Map<Name, HeaderName> NAMES = new EnumMap<>(Name.class);

    static {
        for (Name name : Name.values()) {
            NAMES.put(name, HeaderNames.create(name.text()));
        }
    }

    private LimitHeaders() {}

    static void tell(List<Standing> standings, ServerResponse response) {
        RateHeaders.tell(
                standings,
                (name, value) ->
                        response.header(
                                HeaderValues.create(
                                        Objects.requireNonNull(NAMES.get(name)), value)));
    }
}
