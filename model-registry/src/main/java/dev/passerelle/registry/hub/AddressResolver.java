package dev.passerelle.registry.hub;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a host.
public interface AddressResolver {

    /// The system's own.
    AddressResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /// @param host name, or address in its usual form
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /// Where a connection to an address that was allowed really goes: there. A test that calls its
    /// loopback server public leads back to it here.
    default InetSocketAddress route(InetSocketAddress allowed) {
        return allowed;
    }
}
