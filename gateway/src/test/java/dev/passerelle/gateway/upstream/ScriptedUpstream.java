package dev.passerelle.gateway.upstream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// An upstream on a free port that does to each request what a script says, and records what it
/// got. Requests with GET are answered with an empty list, and recorded apart.
public final class ScriptedUpstream implements AutoCloseable {
    private static final String MODELS = "{\"object\":\"list\",\"data\":[]}";

    /// Every request so far except those with GET, in order, each from when it was read whole.
    public final BlockingQueue<Seen> requests = new LinkedBlockingQueue<>();

    /// Every request with GET so far.
    public final BlockingQueue<Seen> probes = new LinkedBlockingQueue<>();

    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Script> next = new ConcurrentLinkedQueue<>();
    private volatile Script always;
    private volatile Script probed = Script.json(200, MODELS);
    private volatile boolean resetting;
    private volatile ServerSocket listening;
    private volatile CompletableFuture<?> accepting = new CompletableFuture<>();

    private ScriptedUpstream(Script always) throws IOException {
        this.always = always;
        this.listening = listen(0);
    }

    /// One that does the same to every request.
    public static ScriptedUpstream playing(Script script) {
        try {
            return new ScriptedUpstream(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What happens to every request from here on that [#then] says nothing about.
    public ScriptedUpstream play(Script script) {
        always = script;
        return this;
    }

    /// What happens to one of the next requests, in order, before those of [#play].
    public ScriptedUpstream then(Script script) {
        next.add(script);
        return this;
    }

    /// What happens to requests with GET.
    public ScriptedUpstream probed(Script script) {
        probed = script;
        return this;
    }

    /// Whether connections are reset before anything is read.
    public void resetting(boolean whether) {
        resetting = whether;
    }

    /// Listens no more, so that connections are refused; those there are end.
    public void refuse() throws IOException {
        listening.close();
        // Until the thread that accepts has left, the system still takes connections.
        accepting.join();
        disconnect();
    }

    /// Listens again, at the same port.
    public void accept() throws IOException {
        listening = listen(listening.getLocalPort());
    }

    /// Ends every connection.
    public void disconnect() throws IOException {
        for (Socket socket : connections) {
            socket.close();
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /// Where its paths begin, `/v1` included.
    public URI url() {
        return URI.create("http://127.0.0.1:" + port() + "/v1");
    }

    /// How many connections there are.
    public int connections() {
        return connections.size();
    }

    @Override
    public void close() throws IOException {
        refuse();
    }

    private ServerSocket listen(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        accepting = CompletableFuture.runAsync(() -> acceptAll(server), Thread::startVirtualThread);
        return server;
    }

    private void acceptAll(ServerSocket server) {
        try {
            while (true) {
                Socket socket = server.accept();
                if (server.isClosed()) {
                    socket.close();
                } else if (resetting) {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } else {
                    connections.add(socket);
                    Thread.startVirtualThread(() -> serve(socket));
                }
            }
        } catch (IOException e) {
            // it was closed
        }
    }

    /// Reads requests until the connection ends; another thread answers them, in order.
    private void serve(Socket socket) {
        CompletableFuture<Long> departed = new CompletableFuture<>();
        BlockingQueue<Seen> asked = new LinkedBlockingQueue<>();
        Thread answers = Thread.startVirtualThread(() -> answer(asked, socket));
        try {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                Seen request = read(in, departed);
                (request.method().equals("GET") ? probes : requests).add(request);
                asked.add(request);
            }
        } catch (IOException e) {
            // the end
        } finally {
            departed.complete(System.nanoTime());
            answers.interrupt();
            end(socket);
        }
    }

    private void answer(BlockingQueue<Seen> asked, Socket socket) {
        try {
            while (!socket.isClosed()) {
                Seen request = asked.take();
                script(request).play(new ScriptedExchange(request, socket));
            }
        } catch (IOException | InterruptedException e) {
            end(socket);
        }
    }

    private Script script(Seen request) {
        if (request.method().equals("GET")) {
            return probed;
        }
        Script once = next.poll();
        return once == null ? always : once;
    }

    private void end(Socket socket) {
        connections.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Seen read(InputStream in, CompletableFuture<Long> departed) throws IOException {
        String[] first = line(in).split(" ");
        List<String> headers = new ArrayList<>();
        int length = 0;
        boolean chunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.add(line);
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring("content-length:".length()).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        byte[] body = chunked ? chunks(in) : exactly(in, length);
        return new Seen(
                first[0],
                first[1],
                List.copyOf(headers),
                new String(body, StandardCharsets.UTF_8),
                departed);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = size(in); size > 0; size = size(in)) {
            body.write(exactly(in, size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static int size(InputStream in) throws IOException {
        return Integer.parseInt(line(in).strip(), 16);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }
}
