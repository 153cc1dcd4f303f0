package dev.passerelle.gateway.tls;

import dev.passerelle.gateway.config.TlsConfig;
import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// A private key, and the certificates that vouch for it, the server's own first.
record Identity(PrivateKey key, List<X509Certificate> chain) {
    private static final byte[] SAMPLE = {1, 2, 3};

    Identity {
        chain = List.copyOf(chain);
    }

    /// Reads it from its files.
    ///
    /// @throws IdentityException if they can't be read, or don't belong together
    static Identity read(TlsConfig config) {
        return switch (config) {
            case TlsConfig.Pem pem -> read(pem).checked(pem.certificate());
            case TlsConfig.Keystore keystore -> read(keystore).checked(keystore.file());
        };
    }

    private static Identity read(TlsConfig.Pem pem) {
        check(pem.certificate());
        check(pem.privateKey());
        try {
            Keys chain =
                    Keys.builder()
                            .pem(files -> files.certChain(Resource.create(pem.certificate())))
                            .build();
            Keys key =
                    Keys.builder()
                            .pem(files -> files.key(Resource.create(pem.privateKey())))
                            .build();
            return new Identity(key.privateKey().orElseThrow(), chain.certChain());
        } catch (RuntimeException e) {
            throw new IdentityException(
                    "%s or %s holds no PEM that can be used (%s); the first needs certificates, the second one private key in PKCS#8 that isn't encrypted"
                            .formatted(
                                    pem.certificate(),
                                    pem.privateKey(),
                                    e.getClass().getSimpleName()));
        }
    }

    private static Identity read(TlsConfig.Keystore keystore) {
        check(keystore.file());
        try (InputStream in = Files.newInputStream(keystore.file())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            char[] password = keystore.password().toCharArray();
            store.load(in, password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) instanceof PrivateKey key) {
                    return new Identity(key, certificates(store.getCertificateChain(alias)));
                }
            }
            throw new IdentityException(keystore.file() + " holds no private key");
        } catch (IOException | GeneralSecurityException e) {
            throw new IdentityException(
                    "%s can't be read as PKCS#12 with the password given (%s)"
                            .formatted(keystore.file(), e.getClass().getSimpleName()));
        }
    }

    private static List<X509Certificate> certificates(Certificate[] chain) {
        return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    }

    private static void check(Path file) {
        if (!Files.isReadable(file)) {
            throw new IdentityException(file + " isn't there, or can't be read");
        }
    }

    /// The same, if the key is that of the first certificate.
    private Identity checked(Path place) {
        try {
            Signature signature = Signature.getInstance(algorithm());
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(chain.getFirst());
            signature.update(SAMPLE);
            if (signature.verify(signed)) {
                return this;
            }
        } catch (GeneralSecurityException e) {
            // they are of different kinds
        }
        throw new IdentityException(place + ": the private key is not the certificate's");
    }

    private String algorithm() {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    /// What a listener is given.
    Tls tls() {
        return Tls.builder()
                .privateKey(key)
                .privateKeyCertChain(chain)
                .addEnabledProtocol("TLSv1.3")
                .addEnabledProtocol("TLSv1.2")
                .build();
    }

    /// Without the key.
    @Override
    public String toString() {
        return "Identity[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
