package dev.passerelle.gateway.config;

import java.nio.file.Path;

/// Section `server.tls`: where the server's certificate and its private key are.
public sealed interface TlsConfig {

    /// Two files of PEM.
    ///
    /// @param certificate the server's, and those that lead to its authority
    /// @param privateKey in PKCS#8, not encrypted
    record Pem(Path certificate, Path privateKey) implements TlsConfig {}

    /// One file of PKCS#12.
    record Keystore(Path file, String password) implements TlsConfig {

        /// Without the password.
        @Override
        public String toString() {
            return "Keystore[" + file + "]";
        }
    }
}
