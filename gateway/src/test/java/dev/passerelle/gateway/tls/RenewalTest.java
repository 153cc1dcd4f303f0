package dev.passerelle.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.config.TlsConfig;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalTest {
    /// Silent, since failures are provoked; held because loggers are weakly referenced.
    private static final Logger QUIET = Logger.getLogger(Renewal.class.getName());

    private final TestIdentity first = TestIdentity.of("EC");
    private final TestIdentity second = TestIdentity.of("RSA");

    @TempDir Path directory;
    private final List<Tls> renewed = new ArrayList<>();

    @BeforeAll
    static void quiet() {
        QUIET.setLevel(Level.OFF);
    }

    @Test
    void handsANewKeystoreOn() throws IOException {
        Path file = Files.copy(first.file(), directory.resolve("server.p12"));
        Renewal renewal = Renewal.of(new TlsConfig.Keystore(file, TestIdentity.PASSWORD));

        renewal.look(renewed::add);
        assertThat(renewed).isEmpty();
        Files.copy(second.file(), file, StandardCopyOption.REPLACE_EXISTING);
        renewal.look(renewed::add);
        renewal.look(renewed::add);

        assertThat(name(renewal.first())).isEqualTo("CN=EC");
        assertThat(renewed).hasSize(1).allSatisfy(tls -> assertThat(name(tls)).isEqualTo("CN=RSA"));
    }

    @Test
    void keepsTheOldWhileTheNewIsBroken() throws IOException, GeneralSecurityException {
        TlsConfig.Pem pem = first.pem(directory);
        Path other = Files.createDirectory(directory.resolve("other"));
        TlsConfig.Pem next = second.pem(other);
        Renewal renewal = Renewal.of(pem);

        Files.copy(next.certificate(), pem.certificate(), StandardCopyOption.REPLACE_EXISTING);
        renewal.look(renewed::add);
        Files.delete(pem.privateKey());
        renewal.look(renewed::add);
        Files.writeString(pem.privateKey(), "no key");
        renewal.look(renewed::add);
        assertThat(renewed).isEmpty();
        Files.copy(next.privateKey(), pem.privateKey(), StandardCopyOption.REPLACE_EXISTING);
        renewal.look(renewed::add);

        assertThat(renewed).hasSize(1).allSatisfy(tls -> assertThat(name(tls)).isEqualTo("CN=RSA"));
    }

    @Test
    void refusesAnIdentityThatCantBeUsed() throws IOException, GeneralSecurityException {
        Path absent = directory.resolve("absent");
        TlsConfig.Pem pem = first.pem(directory);

        assertThatThrownBy(() -> Renewal.of(new TlsConfig.Pem(absent, pem.privateKey())))
                .isInstanceOf(IdentityException.class)
                .hasMessage(absent + " isn't there, or can't be read");
        assertThatThrownBy(() -> Renewal.of(new TlsConfig.Pem(pem.privateKey(), pem.certificate())))
                .hasMessageContaining("holds no PEM that can be used");
        assertThatThrownBy(() -> Renewal.of(new TlsConfig.Keystore(first.file(), "wrong-one")))
                .hasMessageContaining("can't be read as PKCS#12 with the password given")
                .hasMessageNotContaining("wrong-one");
    }

    private static String name(Tls tls) {
        X509Certificate certificate = tls.prototype().privateKeyCertChain().getFirst();
        return certificate.getSubjectX500Principal().getName();
    }
}
