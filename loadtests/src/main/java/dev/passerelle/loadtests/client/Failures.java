package dev.passerelle.loadtests.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SSLException;

/// Says why a request failed, in a few words that group.
final class Failures {
    static final String NO_CHOICES = "no choices in the answer";
    static final String TIMEOUT = "timeout";

    private static final int MOST = 80;

    private Failures() {}

    static String text(IOException e) {
        return switch (e) {
            case BrokenAnswer broken -> Objects.requireNonNull(broken.getMessage());
            case UnknownHostException _ -> "unknown host";
            case SocketTimeoutException _ -> "connect timeout";
            case NoRouteToHostException _ -> "no route to host";
            case EOFException _ -> "answer cut off";
            case SSLException tls -> tls(tls);
            default -> socket(e instanceof ConnectException, said(e));
        };
    }

    private static String socket(boolean connecting, String said) {
        if (said.contains("refused")) {
            return "connection refused";
        } else if (said.contains("reset") || said.contains("broken pipe")) {
            return "connection reset";
        } else if (said.contains("timed out")) {
            return connecting ? "connect timeout" : "connection lost";
        } else if (said.contains("cannot assign")) {
            return "no local port free";
        } else if (said.contains("too many open files")) {
            return "too many open files in the generator";
        }
        return bounded("connection " + said);
    }

    private static String tls(SSLException e) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = e; t != null; t = t.getCause()) {
            all.append(said(t)).append('\n');
        }
        String said = all.toString();
        if (said.contains("reset") || said.contains("broken pipe")) {
            return "connection reset";
        } else if (said.contains("expired")) {
            return "tls certificate expired";
        } else if (said.contains("no name matching") || said.contains("no subject alternative")) {
            return "tls certificate of another host";
        } else if (said.contains("certification path") || said.contains("pkix")) {
            return "tls certificate not trusted";
        } else if (said.contains("unrecognized ssl message") || said.contains("plaintext")) {
            return "tls not spoken there";
        }
        return bounded("tls " + said(e));
    }

    private static String said(Throwable e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName())
                .toLowerCase(Locale.ROOT);
    }

    private static String bounded(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.substring(0, Math.min(line.length(), MOST));
    }
}
