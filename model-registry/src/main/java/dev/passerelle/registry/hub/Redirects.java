package dev.passerelle.registry.hub;

import dev.passerelle.registry.hub.HubException.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Reads where redirects lead and refuses those that no hub needs.
final class Redirects {

    private static final int LAST_PORT = 65535;

    private Redirects() {}

    /// @param from what redirected
    /// @param location the header; may be relative, and hold characters that a URI must not
    static URI target(String subject, URI from, Optional<String> location) throws HubException {
        URI to = parse(subject, from, location.orElse(""));
        String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw unsafe(subject, from, "an address of the scheme '%s'".formatted(scheme));
        }
        if (to.getHost() == null || to.getPort() > LAST_PORT) {
            throw unreadable(subject, from);
        }
        if (from.getScheme().equalsIgnoreCase("https") && scheme.equals("http")) {
            throw unsafe(subject, from, "http://%s, without encryption".formatted(to.getHost()));
        }
        if (to.getRawUserInfo() != null) {
            throw unsafe(subject, from, "an address with a user name");
        }
        return to;
    }

    private static URI parse(String subject, URI from, String location) throws HubException {
        try {
            URI to = from.resolve(new URI(encoded(location)));
            if (!location.isEmpty()) {
                return to;
            }
        } catch (URISyntaxException _) {
            // said below
        }
        throw unreadable(subject, from);
    }

    private static HubException unreadable(String subject, URI from) {
        return new HubException(
                Reason.PROTOCOL,
                "%s: %s redirects to an address that can't be read"
                        .formatted(subject, from.getHost()));
    }

    private static HubException unsafe(String subject, URI from, String to) {
        return new HubException(
                Reason.UNSAFE,
                "%s: %s redirects to %s; that is not followed"
                        .formatted(subject, from.getHost(), to));
    }

    private static String encoded(String location) {
        StringBuilder text = new StringBuilder();
        for (byte b : location.getBytes(StandardCharsets.UTF_8)) {
            boolean allowed = b > ' ' && b < 127 && "\"<>\\^`{|}".indexOf(b) < 0;
            text.append(allowed ? String.valueOf((char) b) : "%%%02X".formatted(b));
        }
        return text.toString();
    }
}
