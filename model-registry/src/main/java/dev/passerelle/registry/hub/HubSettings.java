package dev.passerelle.registry.hub;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the environment says about the hub and its cache, read as Hugging Face documents it, so
/// that one environment serves Python's `huggingface_hub` and this.
///
/// @param endpoint without a slash at the end
/// @param token null to ask without
/// @param cache where repositories are kept, `HF_HUB_CACHE`
/// @param offline whether nothing may be asked
/// @param answerTimeout for a connection, and for an answer of the API
/// @param stallTimeout how long a download may give no byte
/// @param proxies through which hub and storages are reached
public record HubSettings(
        URI endpoint,
        @Nullable String token,
        Path cache,
        boolean offline,
        Duration answerTimeout,
        Duration stallTimeout,
        Proxies proxies) {

    public static final String PUBLIC_HUB = "https://huggingface.co";

    private static final int LAST_PORT = 65535;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /// The settings of this process.
    public static HubSettings ofProcess() {
        return from(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /// Settings by environment variables.
    ///
    /// @param home what `~` means
    /// @throws IllegalArgumentException if a variable's value can't be used; it says which
    public static HubSettings from(Map<String, String> environment, Path home) {
        HubVariables variables = new HubVariables(environment, home);
        Path hubHome =
                variables.path(
                        "HF_HOME", variables.under("XDG_CACHE_HOME", ".cache", "huggingface"));
        Path cache =
                variables.path(
                        "HF_HUB_CACHE",
                        variables.path("HUGGINGFACE_HUB_CACHE", hubHome.resolve("hub")));
        String set = variables.first("HF_ENDPOINT");
        return new HubSettings(
                endpoint(set == null ? PUBLIC_HUB : set),
                token(variables, variables.path("HF_TOKEN_PATH", hubHome.resolve("token"))),
                cache,
                variables.isTrue("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"),
                variables.seconds("HF_HUB_ETAG_TIMEOUT", TIMEOUT),
                variables.seconds("HF_HUB_DOWNLOAD_TIMEOUT", TIMEOUT),
                Proxies.from(variables));
    }

    /// The same for another hub.
    public HubSettings at(URI endpoint) {
        return new HubSettings(
                endpoint(endpoint.toString()),
                token,
                cache,
                offline,
                answerTimeout,
                stallTimeout,
                proxies);
    }

    /// All but the token.
    @Override
    public String toString() {
        return "HubSettings[endpoint=%s, token=%s, cache=%s, offline=%s, answerTimeout=%s, stallTimeout=%s, proxies=%s]"
                .formatted(
                        endpoint,
                        token == null ? "none" : "***",
                        cache,
                        offline,
                        answerTimeout,
                        stallTimeout,
                        proxies);
    }

    private static URI endpoint(String text) {
        try {
            URI uri = new URI(text.strip().replaceFirst("/+$", ""));
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web
                    && uri.getHost() != null
                    && uri.getPort() <= LAST_PORT
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // said below
        }
        throw new IllegalArgumentException(
                "HF_ENDPOINT is '%s': it must be the address of a hub, such as %s, or not be set"
                        .formatted(text, PUBLIC_HUB));
    }

    private static @Nullable String token(HubVariables variables, Path file) {
        if (variables.isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
            return null;
        }
        String set = clean(variables.first("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"));
        return set == null ? clean(read(file)) : set;
    }

    private static @Nullable String read(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readString(file) : null;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the token file %s can't be read: %s; mend it or set HF_TOKEN"
                            .formatted(file, e),
                    e);
        }
    }

    private static @Nullable String clean(@Nullable String token) {
        if (token == null) {
            return null;
        }
        String clean = token.replace("\r", "").replace("\n", "").strip();
        if (!clean.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "the token of HF_TOKEN or the token file holds characters that no token has");
        }
        return clean.isEmpty() ? null : clean;
    }
}
