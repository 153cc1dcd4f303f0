package dev.passerelle.loadtests.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;

/// Opens connections to one server, at the first of its addresses that takes one.
final class Dialler {
    private final Origin origin;
    private final int millis;
    private final SSLSocketFactory tls;

    Dialler(Origin origin, Duration limit, SSLSocketFactory tls) {
        this.origin = origin;
        this.millis = Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE);
        this.tls = tls;
    }

    /// @param guard is told of each connection before it is opened
    Link dial(Consumer<Link> guard) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(origin.host());
        for (int i = 0; ; i++) {
            Link link = new Link();
            guard.accept(link);
            try {
                open(link, addresses[i]);
                return link;
            } catch (IOException e) {
                link.close();
                boolean ended = Thread.currentThread().isInterrupted();
                if (ended || i + 1 == addresses.length || e instanceof SocketTimeoutException) {
                    throw e;
                }
            }
        }
    }

    private void open(Link link, InetAddress address) throws IOException {
        link.connect(address, origin.port(), millis);
        if (origin.tls()) {
            link.secure(tls, origin.host(), origin.port(), millis);
        }
    }
}
