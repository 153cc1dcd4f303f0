package dev.passerelle.gateway.tls;

import dev.passerelle.gateway.config.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A self-signed certificate for this machine and its key, made by the JDK's keytool.
///
/// @param file of PKCS#12
public record TestIdentity(Path file) {
    public static final String PASSWORD = "changeit-please";
    private static final String ALIAS = "server";

    private static final Map<String, TestIdentity> MADE = new ConcurrentHashMap<>();

    /// The one of this process with a key of an algorithm, `CN` of its name.
    public static TestIdentity of(String algorithm) {
        return MADE.computeIfAbsent(algorithm, TestIdentity::make);
    }

    private static TestIdentity make(String algorithm) {
        try {
            Path directory = Files.createTempDirectory("identity");
            TestIdentity made = in(directory, algorithm);
            directory.toFile().deleteOnExit();
            made.file.toFile().deleteOnExit();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestIdentity in(Path directory, String algorithm) throws IOException {
        Path file = directory.resolve("server.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                ALIAS,
                                "-keyalg",
                                algorithm,
                                "-dname",
                                "CN=" + algorithm,
                                "-ext",
                                "SAN=ip:127.0.0.1,dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.onExit().join().exitValue() != 0) {
            throw new AssertionError(output);
        }
        return new TestIdentity(file);
    }

    public TlsConfig keystore() {
        return new TlsConfig.Keystore(file, PASSWORD);
    }

    /// Writes it as PEM.
    public TlsConfig.Pem pem(Path directory) throws IOException, GeneralSecurityException {
        TlsConfig.Pem pem =
                new TlsConfig.Pem(directory.resolve("chain.pem"), directory.resolve("key.pem"));
        KeyStore store = store();
        Files.writeString(
                pem.certificate(), text("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()));
        Files.writeString(
                pem.privateKey(),
                text("PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
        return pem;
    }

    /// For clients that trust it alone.
    public SSLContext client() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, store().getCertificate(ALIAS));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    public X509Certificate certificate() {
        try {
            return (X509Certificate) store().getCertificate(ALIAS);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static String text(String kind, byte[] content) {
        return String.join(
                "\n",
                List.of(
                        "-----BEGIN " + kind + "-----",
                        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content),
                        "-----END " + kind + "-----",
                        ""));
    }
}
