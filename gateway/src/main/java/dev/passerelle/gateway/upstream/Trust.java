package dev.passerelle.gateway.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whose word is taken for a server's certificate.
final class Trust {
    private Trust() {}

    /// Sockets that trust those Java trusts, and others.
    static SSLSocketFactory sockets(List<X509Certificate> others) {
        if (others.isEmpty()) {
            return (SSLSocketFactory) SSLSocketFactory.getDefault();
        }
        try {
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(null, null);
            int number = 0;
            for (TrustManager usual : managers(null)) {
                for (X509Certificate each : ((X509TrustManager) usual).getAcceptedIssuers()) {
                    all.setCertificateEntry("usual" + number++, each);
                }
            }
            for (X509Certificate each : others) {
                all.setCertificateEntry("other" + number++, each);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(all), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS can't be set up", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TrustManager[] managers(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
