package dev.passerelle.registry.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {

    @TempDir Path home;

    @Test
    void hasThePublicHubAndTheCommonCacheByDefault() {
        assertThat(from(Map.of()))
                .isEqualTo(
                        new HubSettings(
                                URI.create("https://huggingface.co"),
                                null,
                                home.resolve(".cache/huggingface/hub"),
                                false,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10),
                                Proxies.NONE));
    }

    @Test
    void readsEveryVariable() {
        HubSettings settings =
                from(
                        Map.of(
                                "HF_ENDPOINT", "https://mirror.example/hf//",
                                "HF_TOKEN", " hf_secret\r\n",
                                "HF_HUB_CACHE", "/cache",
                                "HF_HUB_OFFLINE", "yes",
                                "HF_HUB_ETAG_TIMEOUT", "3",
                                "HF_HUB_DOWNLOAD_TIMEOUT", "40"));

        assertThat(settings)
                .isEqualTo(
                        new HubSettings(
                                URI.create("https://mirror.example/hf"),
                                "hf_secret",
                                Path.of("/cache"),
                                true,
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(40),
                                Proxies.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "XDG_CACHE_HOME, /x, /x/huggingface/hub",
        "HF_HOME, /h, /h/hub",
        "HUGGINGFACE_HUB_CACHE, /old, /old",
        "HF_HUB_CACHE, ~/c, HOME/c",
        "HF_HUB_CACHE, $ROOT/c/${ROOT}, /root/c//root",
        "HF_HUB_CACHE, /c/$OTHER, /c/$OTHER",
    })
    void findsTheCache(String variable, String value, String cache) {
        assertThat(from(Map.of(variable, value, "ROOT", "/root")).cache())
                .isEqualTo(Path.of(cache.replace("HOME", home.toString())));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "ON, true", "Yes, true", "true, true", "0, false", "no, false"})
    void isOfflineByTheValuesOfHuggingFace(String value, boolean offline) {
        assertThat(from(Map.of("HF_HUB_OFFLINE", value)).offline()).isEqualTo(offline);
        assertThat(from(Map.of("TRANSFORMERS_OFFLINE", value)).offline()).isEqualTo(offline);
    }

    @Test
    void takesTheTokenOfTheOldVariableAndThenOfTheFile() throws IOException {
        Path file = Files.writeString(home.resolve("token"), "hf_file\n");
        Map<String, String> byFile = Map.of("HF_HOME", home.toString());

        assertThat(from(byFile).token()).isEqualTo("hf_file");
        assertThat(from(Map.of("HF_TOKEN_PATH", file.toString())).token()).isEqualTo("hf_file");
        assertThat(from(Map.of("HF_HOME", home.toString(), "HF_TOKEN", "hf_a")).token())
                .isEqualTo("hf_a");
        assertThat(from(Map.of("HUGGING_FACE_HUB_TOKEN", "hf_old")).token()).isEqualTo("hf_old");
    }

    @Test
    void sendsNoTokenUnasked() {
        assertThat(from(Map.of("HF_TOKEN", "hf_a", "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")).token())
                .isNull();
    }

    @Test
    void neverPrintsTheToken() {
        assertThat(from(Map.of("HF_TOKEN", "hf_secret")).toString())
                .doesNotContain("hf_secret")
                .contains("***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "huggingface.co",
                "ftp://x",
                "http://",
                "http://h:99999",
                "http://u:p@x",
                "http://x?a=b",
                "http://a b"
            })
    void refusesAnEndpointThatIsNone(String endpoint) {
        assertThatThrownBy(() -> from(Map.of("HF_ENDPOINT", endpoint)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("HF_ENDPOINT is '" + endpoint + "'")
                .hasMessageContaining("https://huggingface.co");
    }

    @Test
    void refusesATimeoutThatIsNoNumber() {
        assertThatThrownBy(() -> from(Map.of("HF_HUB_DOWNLOAD_TIMEOUT", "soon")))
                .hasMessage("HF_HUB_DOWNLOAD_TIMEOUT is 'soon': it must be a number of seconds");
    }

    private HubSettings from(Map<String, String> environment) {
        return HubSettings.from(environment, home);
    }
}
