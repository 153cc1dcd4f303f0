package dev.passerelle.registry.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubUrlsTest {

    private final HubUrls urls = new HubUrls(URI.create("https://mirror.example/hf"));

    @Test
    void keepsTheEndpointsPathAndEncodesNames() {
        assertThat(urls.model("org/name", "refs/pr/1"))
                .hasToString(
                        "https://mirror.example/hf/api/models/org/name/revision/refs%2Fpr%2F1?blobs=true");
        assertThat(urls.resolve("org/name", "4f2a", "a b/100%?#.json"))
                .hasToString(
                        "https://mirror.example/hf/org/name/resolve/4f2a/a%20b/100%25%3F%23.json");
        assertThat(urls.page("org/name")).isEqualTo("https://mirror.example/hf/org/name");
    }

    @ParameterizedTest
    @CsvSource({
        "https://mirror.example/x, true",
        "https://MIRROR.example:443/x, true",
        "http://mirror.example/x, false",
        "https://mirror.example:8443/x, false",
        "https://mirror.example.evil/x, false",
        "https://cdn.mirror.example/x, false",
    })
    void knowsWhatIsTheHubs(URI uri, boolean hubs) {
        assertThat(urls.isHub(uri)).isEqualTo(hubs);
    }
}
