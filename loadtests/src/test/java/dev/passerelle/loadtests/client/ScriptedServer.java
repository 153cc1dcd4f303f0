package dev.passerelle.loadtests.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server of HTTP that does as a test says.
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listening;
    private final Script script;
    final List<String> requests = new CopyOnWriteArrayList<>();
    final BlockingQueue<Connection> connections = new ArrayBlockingQueue<>(100);

    /// What it does with a connection, of which the first has number 0.
    interface Script {
        void serve(Connection connection) throws IOException;
    }

    ScriptedServer(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    ScriptedServer(ServerSocket listening, Script script) {
        this.listening = listening;
        this.script = script;
        Thread.startVirtualThread(this::accept);
    }

    /// Answers each request so.
    static ScriptedServer answering(String answer) throws IOException {
        return new ScriptedServer(connection -> {
            while (connection.request()) {
                connection.write(answer);
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        for (int number = 0; !listening.isClosed(); number++) {
            try {
                Connection connection = new Connection(listening.accept(), number);
                connections.add(connection);
                Thread.startVirtualThread(connection::run);
            } catch (IOException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Connection connection : connections) {
            connection.socket.close();
        }
    }

    final class Connection {
        final Socket socket;
        final int number;

        Connection(Socket socket, int number) {
            this.socket = socket;
            this.number = number;
        }

        private void run() {
            try (socket) {
                socket.setTcpNoDelay(true);
                script.serve(this);
            } catch (IOException e) {
                // the client left
            }
        }

        /// Reads a request; false if there is none.
        boolean request() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    return false;
                }
                head.append((char) b);
            }
            String length = head.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1");
            requests.add(head + new String(in.readNBytes(Integer.parseInt(length)), ISO_8859_1));
            return true;
        }

        void write(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(ISO_8859_1));
            out.flush();
        }

        /// Waits until the client has closed it; whether it did so in order.
        boolean untilClosed() throws IOException {
            return socket.getInputStream().read() < 0;
        }

        /// Closes it so that the client sees a reset.
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
