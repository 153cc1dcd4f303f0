package dev.passerelle.registry.hub;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Tells addresses of the internet from those that mean this machine, its network or its cloud.
final class PublicAddresses {

    /// Ranges that are not of the internet (RFC 6890 and later entries of its registry), and the
    /// metadata service of one cloud that has an address outside them.
    private static final List<Range> NOT_PUBLIC =
            List.of(
                    range("0.0.0.0/8"),
                    range("10.0.0.0/8"),
                    range("100.64.0.0/10"),
                    range("127.0.0.0/8"),
                    range("168.63.129.16/32"),
                    range("169.254.0.0/16"),
                    range("172.16.0.0/12"),
                    range("192.0.0.0/24"),
                    range("192.168.0.0/16"),
                    range("198.18.0.0/15"),
                    range("224.0.0.0/4"),
                    range("240.0.0.0/4"),
                    range("64:ff9b:1::/48"),
                    range("100::/64"),
                    range("2001::/32"),
                    range("fc00::/7"),
                    range("fe80::/10"),
                    range("fec0::/10"),
                    range("ff00::/8"));

    /// Ranges of IPv6 whose addresses carry one of IPv4, and where in them.
    private static final List<Carrier> CARRIERS =
            List.of(
                    new Carrier(new Range(new byte[16], 96), 12),
                    new Carrier(mapped(), 12),
                    new Carrier(range("64:ff9b::/96"), 12),
                    new Carrier(range("2002::/16"), 2));

    private PublicAddresses() {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Range(byte[] start, int bits) {
        boolean contains(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private record Carrier(Range range, int offset) {}

    static boolean contains(InetAddress address) {
        return isPublic(address.getAddress());
    }

    private static boolean isPublic(byte[] address) {
        for (Carrier carrier : CARRIERS) {
            if (carrier.range().contains(address)) {
                int offset = carrier.offset();
                return isPublic(Arrays.copyOfRange(address, offset, offset + 4));
            }
        }
        return NOT_PUBLIC.stream().noneMatch(range -> range.contains(address));
    }

    private static Range mapped() {
        byte[] start = new byte[16];
        start[10] = -1;
        start[11] = -1;
        return new Range(start, 96);
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress start = InetAddress.getByName(text.substring(0, slash));
            return new Range(start.getAddress(), Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
