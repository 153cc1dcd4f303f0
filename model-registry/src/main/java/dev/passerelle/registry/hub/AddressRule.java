package dev.passerelle.registry.hub;

import dev.passerelle.registry.hub.HubException.Reason;
import java.io.Serial;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.DnsResolver;

/// Keeps a public hub from sending this process to private addresses. It resolves names for the
/// HTTP client, so that the addresses it allows are those that are connected to. A hub that is
/// itself private, such as a mirror in the same network, may send anywhere.
final class AddressRule implements DnsResolver {

    /// Hosts that a resolver may read as an address: their last label is a number.
    private static final Pattern NUMERIC =
            Pattern.compile("(?i)(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)\\.?");

    private static final Pattern USUAL =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

    private final URI endpoint;
    private final AddressResolver resolver;
    private final Set<String> proxies;

    AddressRule(URI endpoint, AddressResolver resolver, Proxies proxies) {
        this.endpoint = endpoint;
        this.resolver = resolver;
        this.proxies =
                proxies.all().map(proxy -> proxy.host().getHostName()).collect(Collectors.toSet());
    }

    /// Looks at where a request goes before a proxy does, which resolves names by itself: what is
    /// known here of an address must be allowed.
    ///
    /// @throws Refused if it is not
    void check(URI target) throws Refused {
        if (proxies.isEmpty()) {
            return;
        }
        try {
            allowed(target.getHost());
        } catch (Refused e) {
            throw e;
        } catch (UnknownHostException _) {
            // a name that only the proxy can resolve
        }
    }

    /// A host that must not be connected to.
    static final class Refused extends UnknownHostException {
        @Serial private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }

        HubException asHubException(String subject) {
            return new HubException(Reason.UNSAFE, subject + ": " + getMessage(), this);
        }
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        List<InetAddress> addresses =
                proxies.contains(host) ? resolver.resolve(bare(host)) : allowed(host);
        return addresses.stream()
                .map(address -> resolver.route(new InetSocketAddress(address, port)))
                .toList();
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return allowed(host).toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private List<InetAddress> allowed(String host) throws UnknownHostException {
        if (bare(host).equalsIgnoreCase(bare(endpoint.getHost()))) {
            return resolver.resolve(bare(host));
        }
        boolean guarded = isHubPublic();
        if (guarded && NUMERIC.matcher(host).matches() && !USUAL.matcher(host).matches()) {
            throw refused(host, "an address in an unusual form");
        }
        List<InetAddress> addresses = resolver.resolve(bare(host));
        for (InetAddress address : addresses) {
            if (guarded && !PublicAddresses.contains(address)) {
                throw refused(host, "the private address " + address.getHostAddress());
            }
        }
        return addresses;
    }

    /// One whose name only a proxy can resolve counts as public.
    private boolean isHubPublic() {
        try {
            return resolver.resolve(bare(endpoint.getHost())).stream()
                    .allMatch(PublicAddresses::contains);
        } catch (UnknownHostException e) {
            return true;
        }
    }

    private Refused refused(String host, String what) {
        return new Refused(
                "%s redirects to '%s', %s; a public hub may not send into a private network. If this is a mirror of your own, give HF_ENDPOINT its private address"
                        .formatted(endpoint, host, what));
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }
}
