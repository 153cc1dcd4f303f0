package dev.passerelle.gateway.config;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/// Certificates as PEM.
final class Certificates {
    private Certificates() {}

    /// @throws CertificateException if there is anything else
    static List<X509Certificate> of(String pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }
}
