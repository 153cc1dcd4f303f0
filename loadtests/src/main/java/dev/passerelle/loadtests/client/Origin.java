package dev.passerelle.loadtests.client;

import java.net.URI;
import java.util.Objects;

/// Where a server is.
///
/// @param host name or address, without brackets
/// @param authority as `Host` says it
record Origin(boolean tls, String host, int port, String authority) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    static Origin of(URI url) {
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        String authority = Objects.requireNonNullElse(url.getRawAuthority(), "");
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']') && colon + 1 < authority.length();
        // not by URI.getHost, which knows no names with an underscore
        int port = hasPort ? Integer.parseInt(authority.substring(colon + 1)) : tls ? HTTPS : HTTP;
        String host =
                colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
        return new Origin(tls, bare(host), port, authority);
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
