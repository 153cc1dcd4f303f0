package dev.passerelle.gateway.upstream;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;

/// A request and the hand that writes its answer. Everything written leaves at once.
public final class ScriptedExchange {
    private static final int RESET = 0;

    private final Seen request;
    private final Socket socket;
    private final OutputStream out;
    private final int most;

    ScriptedExchange(Seen request, Socket socket) throws IOException {
        this(request, socket, Integer.MAX_VALUE);
    }

    private ScriptedExchange(Seen request, Socket socket, int most) throws IOException {
        this.request = request;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.most = most;
    }

    /// The same, a byte at a time.
    ScriptedExchange trickling() throws IOException {
        return new ScriptedExchange(request, socket, 1);
    }

    public Seen request() {
        return request;
    }

    /// Writes as is.
    public ScriptedExchange raw(String text) throws IOException {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes as is.
    public ScriptedExchange raw(byte[] bytes) throws IOException {
        for (int from = 0; from < bytes.length; ) {
            int length = Math.min(most, bytes.length - from);
            out.write(bytes, from, length);
            out.flush();
            from += length;
        }
        return this;
    }

    /// The status line, headers and the end of the head.
    public ScriptedExchange head(int status, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return raw(head.append("\r\n").toString());
    }

    /// A whole answer.
    public ScriptedExchange answer(int status, String type, String body, String... headers)
            throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type: " + type;
        all[1] = "Content-Length: " + length;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return head(status, all).raw(body);
    }

    /// A whole answer of JSON.
    public ScriptedExchange json(int status, String body, String... headers) throws IOException {
        return answer(status, "application/json", body, headers);
    }

    /// The head of a chunked stream of events.
    public ScriptedExchange events() throws IOException {
        return head(200, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
    }

    /// A chunk of a chunked body.
    public ScriptedExchange chunk(String text) throws IOException {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return raw(Integer.toHexString(length) + "\r\n" + text + "\r\n");
    }

    /// Ends a chunked body.
    public ScriptedExchange endChunks() throws IOException {
        return raw("0\r\n\r\n");
    }

    /// Waits until the client has closed the connection.
    public void awaitDeparture() throws InterruptedException {
        try {
            request.departed().get();
        } catch (ExecutionException e) {
            throw new AssertionError("never fails", e);
        }
    }

    /// Ends the connection.
    public void close() throws IOException {
        socket.close();
    }

    /// Ends the connection with a reset.
    public void reset() throws IOException {
        socket.setSoLinger(true, RESET);
        socket.close();
    }
}
