package dev.passerelle.gateway.keys;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/// The addresses that one network customer has: an IPv4 address, or a /64 of IPv6.
final class AddressGroup {
    private static final int PREFIX_BYTES = 8;

    private AddressGroup() {}

    static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        int zone = address.indexOf('%');
        String literal = zone < 0 ? address : address.substring(0, zone);
        try {
            InetAddress parsed = InetAddress.ofLiteral(literal);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, PREFIX_BYTES)
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}
