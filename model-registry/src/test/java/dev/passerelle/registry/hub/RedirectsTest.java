package dev.passerelle.registry.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectsTest {

    private static final URI FROM = URI.create("https://hub.example/a/b?c=d");

    @ParameterizedTest
    @CsvSource({
        "https://cdn.example/x?sig=a%2Fb, https://cdn.example/x?sig=a%2Fb",
        "/x/y, https://hub.example/x/y",
        "//cdn.example/x, https://cdn.example/x",
        "https://cdn.example/a b|c?d=\"é\", https://cdn.example/a%20b%7Cc?d=%22%C3%A9%22",
    })
    void readsWhereTheyLead(String location, URI target) throws HubException {
        assertThat(Redirects.target("org/name", FROM, Optional.of(location))).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http:///x",
                "https:x",
                "https://",
                "https://h:99999/",
                "https://[::g]/"
            })
    void refusesWhatIsNoAddress(String location) {
        assertThatThrownBy(() -> Redirects.target("org/name", FROM, Optional.of(location)))
                .hasMessage("org/name: hub.example redirects to an address that can't be read");
    }

    @Test
    void refusesToGiveEncryptionUp() {
        assertThatThrownBy(() ->
                        Redirects.target("org/name", FROM, Optional.of("http://hub.example/x")))
                .hasMessage(
                        "org/name: hub.example redirects to http://hub.example, without encryption; that is not followed");
    }
}
