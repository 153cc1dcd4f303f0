package dev.passerelle.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.tenancy.Regions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestsTest {
    private final World world = new World();

    private Optional<Digest> digest(String body) {
        return Digests.of(world.model(), World.call(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":[1,2]} | { \"b\" : [ 1 , 2 ],\t \"a\" : 1 }",
                "{\"a\":1} | {\"a\":1.0}",
                "{\"a\":100} | {\"a\":1e2}",
                "{\"a\":0.5} | {\"a\":5E-1}",
                "{\"a\":0} | {\"a\":0e7}",
                "{\"a\":\"é\"} | {\"a\":\"\\u00e9\"}",
                "{\"a\":{\"x\":1,\"y\":2}} | {\"a\":{\"y\":2,\"x\":1}}",
                "{\"a\":1} | {\"a\":1,\"user\":\"u\",\"metadata\":{},\"store\":true}",
                "{\"a\":1} | {\"a\":1,\"safety_identifier\":\"s\",\"prompt_cache_key\":\"k\"}"
            })
    void meansTheSame(String one, String other) {
        assertThat(digest(one)).isPresent().isEqualTo(digest(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1} | {\"a\":2}",
                "{\"a\":1} | {\"a\":\"1\"}",
                "{\"a\":1} | {\"a\":true}",
                "{\"a\":null} | {}",
                "{\"a\":null} | {\"a\":0}",
                "{\"a\":[1,2]} | {\"a\":[2,1]}",
                "{\"a\":[[1],2]} | {\"a\":[[1,2]]}",
                "{\"a\":[]} | {\"a\":{}}",
                "{\"a\":9007199254740993.0} | {\"a\":9007199254740992.0}",
                "{\"a\":\"\\ud800\"} | {\"a\":\"?\"}",
                "{\"a\":\"x\",\"b\":\"\"} | {\"a\":\"\",\"b\":\"x\"}",
                "{\"a\":1} | {\"a\":1,\"stream\":true}",
                "{\"a\":1} | {\"a\":1,\"unknown\":1}",
                "{\"messages\":[{\"user\":\"a\"}]} | {\"messages\":[{\"user\":\"b\"}]}"
            })
    void meansAnother(String one, String other) {
        assertThat(digest(one)).isPresent().isNotEqualTo(digest(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":{\"b\":1,\"b\":2}}",
                "{\"a\":1} {}",
                "{\"a\":",
                ""
            })
    void hasNoneIfItCantBeRead(String body) {
        assertThat(digest(body)).isEmpty();
    }

    @Test
    void isOfOneProjectEndpointConfinementAndDeployment() {
        CallRequest call = World.call(World.BODY);
        assertThat(
                        Set.of(
                                Digests.of(world.model(), call),
                                Digests.of(world.model("de"), call),
                                Digests.of(world.model(), with("q", Endpoint.CHAT_COMPLETIONS)),
                                Digests.of(world.model(), with("p", Endpoint.COMPLETIONS)),
                                Digests.of(world.model(), confined("fr")),
                                Digests.of(world.model(), confined("de")),
                                Digests.of(world.model(), confined("de", "fr"))))
                .hasSize(7);
        assertThat(Digests.of(world.model(), confined("de", "fr")))
                .isEqualTo(Digests.of(world.model(), confined("fr", "de")));
    }

    private static CallRequest with(String project, Endpoint endpoint) {
        return World.call(World.BODY, endpoint, true, World.caller(project), Regions.ALL);
    }

    private static CallRequest confined(String... regions) {
        return World.call(
                World.BODY,
                Endpoint.CHAT_COMPLETIONS,
                true,
                World.caller("p"),
                new Regions(Set.of(regions)));
    }
}
