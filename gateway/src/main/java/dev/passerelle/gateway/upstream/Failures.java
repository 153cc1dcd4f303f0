package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.DeploymentFailure.Kind;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What failures of the network are called. Messages name the deployment and never its address.
record Failures(String deployment) {

    DeploymentFailure unreachable(Throwable cause) {
        String reason =
                isOrHas(cause, SSLException.class)
                        ? tls(cause)
                        : isTimeout(cause)
                                ? "connecting took too long"
                                : isOrHas(cause, ConnectException.class)
                                                && !isOrHas(cause, UnresolvedAddressException.class)
                                        ? "the connection was refused"
                                        : "no connection can be made";
        return failure(Kind.UNREACHABLE, "can't be reached: %s.".formatted(reason), cause);
    }

    private static String tls(Throwable cause) {
        return isOrHas(cause, CertificateException.class)
                ? "TLS failed, for its certificate isn't trusted or has another name; set ca-file, or the name in base-url"
                : "TLS failed; check that base-url leads to a server of https";
    }

    DeploymentFailure noneFree() {
        return failure(Kind.UNREACHABLE, "can't be reached: no connection free.", null);
    }

    DeploymentFailure silent(@Nullable Throwable cause) {
        return failure(Kind.UNREACHABLE, "closed the connection without an answer.", cause);
    }

    DeploymentFailure broken(@Nullable Throwable cause) {
        return broken("broke off in the middle of its answer.", cause);
    }

    DeploymentFailure broken(String what, @Nullable Throwable cause) {
        return failure(Kind.BROKEN, what, cause);
    }

    DeploymentFailure garbage(String what, @Nullable Throwable cause) {
        return failure(Kind.GARBAGE, what, cause);
    }

    private DeploymentFailure failure(Kind kind, String what, @Nullable Throwable cause) {
        return new DeploymentFailure(
                kind, "Deployment '%s' %s".formatted(deployment, what), null, cause);
    }

    static boolean isTimeout(Throwable failure) {
        return isOrHas(failure, SocketTimeoutException.class)
                || isOrHas(failure, HttpConnectTimeoutException.class);
    }

    static boolean isOrHas(@Nullable Throwable failure, Class<? extends Throwable> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    /// An interrupted thread's socket is closed, which shows as a failure of I/O.
    static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("The call was ended.");
        }
    }
}
