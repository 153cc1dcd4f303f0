package dev.passerelle.loadtests.client;

import static dev.passerelle.loadtests.client.Answers.DONE;
import static dev.passerelle.loadtests.client.Answers.ONE;
import static dev.passerelle.loadtests.client.Answers.WHOLE;
import static dev.passerelle.loadtests.client.Answers.ask;
import static dev.passerelle.loadtests.client.Answers.call;
import static dev.passerelle.loadtests.client.Answers.event;
import static dev.passerelle.loadtests.client.Answers.json;
import static dev.passerelle.loadtests.client.Answers.stream;
import static dev.passerelle.loadtests.client.Answers.streamHead;
import static dev.passerelle.loadtests.client.Answers.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Outcome;
import dev.passerelle.loadtests.workload.Leave;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Targets by https.
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir static Path folder;

    private static SSLContext tls;

    /// A certificate for `localhost` that only these tests trust.
    @BeforeAll
    static void certificate() throws Exception {
        Path store = folder.resolve("store.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String options =
                " -genkeypair -alias a -keyalg EC -dname CN=localhost -ext san=dns:localhost"
                        + " -storetype PKCS12 -storepass changeit -keystore ";
        Process process =
                new ProcessBuilder((keytool + options + store).split(" ")).inheritIO().start();
        assertEquals(0, process.waitFor());
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    }

    private static ScriptedServer secured(ScriptedServer.Script script) throws IOException {
        return new ScriptedServer(
                tls.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                script);
    }

    private static HttpCaller caller(String host, int port, SSLSocketFactory trust) {
        long origin = System.nanoTime();
        return new HttpCaller(
                target("https://" + host + ":" + port + "/v1"),
                () -> System.nanoTime() - origin,
                trust);
    }

    private static SSLSocketFactory system() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    @Test
    void answers() throws IOException {
        try (ScriptedServer server =
                        secured(connection -> {
                            connection.request();
                            connection.write(stream(ONE, DONE));
                            connection.request();
                            connection.write(json("200 OK", WHOLE));
                        });
                HttpCaller caller = caller("localhost", server.port(), tls.getSocketFactory())) {
            CallRecord first = call(caller, ask(true)).record();
            assertEquals(Outcome.OK, first.outcome(), first.failure());
            assertTrue(first.moments().connected() >= 0);
            CallRecord second = call(caller, ask(false)).record();
            assertEquals(Outcome.OK, second.outcome(), second.failure());
            assertEquals(-1, second.moments().connected());
        }
    }

    @Test
    void certificatesOfOthers() throws IOException {
        try (ScriptedServer server = secured(connection -> connection.request());
                HttpCaller untrusting = caller("localhost", server.port(), system());
                HttpCaller elsewhere = caller("127.0.0.1", server.port(), tls.getSocketFactory())) {
            assertEquals(
                    "tls certificate not trusted", call(untrusting, ask(false)).record().failure());
            assertEquals(
                    "tls certificate of another host",
                    call(elsewhere, ask(false)).record().failure());
        }
    }

    @Test
    void noTls() throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> connection.write("HTTP/1.1 400 Bad\r\n\r\n"));
                HttpCaller caller = caller("localhost", server.port(), tls.getSocketFactory())) {
            assertEquals("tls not spoken there", call(caller, ask(false)).record().failure());
        }
    }

    @Test
    void leaves() throws IOException {
        try (ScriptedServer server =
                        secured(connection -> {
                            connection.request();
                            connection.write(streamHead("") + event(ONE));
                            connection.untilClosed();
                        });
                HttpCaller caller = caller("localhost", server.port(), tls.getSocketFactory())) {
            CallRecord record = call(caller, ask(true, new Leave.After(300_000_000))).record();
            assertEquals(Outcome.LEFT, record.outcome());
        }
    }
}
