package dev.passerelle.registry.hub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A forward proxy on loopback that asks for a password. Whatever host it is asked for, it connects
/// to loopback.
final class FakeProxy implements AutoCloseable {

    private static final String AUTHORIZATION =
            "proxy-authorization: basic "
                    + Base64.getEncoder().encodeToString("me:p@ss".getBytes(US_ASCII));

    private final ServerSocket listening;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    FakeProxy() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// The lines that start requests it let pass.
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Thread.startVirtualThread(() -> serve(client));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client);
            while (!head.isEmpty() && !allows(head)) {
                String refusal =
                        "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";
                client.getOutputStream().write(refusal.getBytes(US_ASCII));
                head = head(client);
            }
            if (!head.isEmpty()) {
                forward(client, head);
            }
        } catch (IOException _) {
            // the client has left
        }
    }

    private static boolean allows(String head) {
        return head.lines()
                .anyMatch(line ->
                        line.regionMatches(true, 0, AUTHORIZATION, 0, 27)
                                && line.endsWith(AUTHORIZATION.substring(27)));
    }

    private void forward(Socket client, String head) throws IOException {
        String start = head.substring(0, head.indexOf('\r'));
        requests.add(start);
        URI target = URI.create(start.split(" ")[1]);
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target.getPort())) {
            String own =
                    head.replaceFirst(" http://[^/]+", " ")
                            .replaceFirst("(?i)\r\nconnection: [^\r]*", "")
                            .replaceFirst("\r\n", "\r\nConnection: close\r\n");
            server.getOutputStream().write(own.getBytes(US_ASCII));
            server.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private static String head(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
