package dev.passerelle.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.openai.ApiException.Forbidden;
import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.ApiException.NotFound;
import dev.passerelle.gateway.openai.Json;
import dev.passerelle.gateway.openai.QueryParameters;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeyDeskTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final QueryParameters ALL = new QueryParameters(Map.of());
    private static final Caller ACME = caller("acme/web", Role.ADMIN, Set.of());

    private final FakeKeys keys = new FakeKeys(CLOCK);
    private final KeyDesk desk = new KeyDesk(keys, CLOCK);

    @Test
    void readsEverythingAKeyMayHave() {
        WireKey made =
                create(
                        Caller.LOCAL,
                        """
                        {"name":"CI","project":"acme/web","role":"read-only","models":["b","a"],
                         "regions":["eu"],"expires_in":"30d","limits":{
                         "requests_per_minute":60,"tokens_per_minute":1000,"concurrent_requests":2,
                         "tokens_per_day":100000,"money_per_month":12.50}}\
                        """);

        assertThat(made.key()).isEqualTo("sk-pas-key1-SECRET");
        assertThat(made.project()).isEqualTo("acme/web");
        assertThat(made.role()).isEqualTo("read-only");
        assertThat(made.models()).containsExactly("a", "b");
        assertThat(made.expiresAt()).isEqualTo("2026-12-22T12:00:00Z");
        assertThat(made.limits()).containsEntry("money_per_month", new BigDecimal("12.5"));
        assertThat(keys.get("key1").limits())
                .isEqualTo(
                        new Limits(
                                Map.of(
                                        Measure.REQUESTS_PER_MINUTE, 60L,
                                        Measure.TOKENS_PER_MINUTE, 1000L,
                                        Measure.CONCURRENT_REQUESTS, 2L,
                                        Measure.TOKENS_PER_DAY, 100_000L,
                                        Measure.MONEY_PER_MONTH, 12_500_000_000_000L)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                             | name",
                "{\"name\":5}                                   | name",
                "{\"name\":\"x\",\"rpm\":5}                     | rpm",
                "{\"name\":\"x\",\"role\":\"owner\"}            | role",
                "{\"name\":\"x\",\"project\":\"A B\"}           | project",
                "{\"name\":\"x\",\"models\":\"a\"}              | models",
                "{\"name\":\"x\",\"models\":[1]}                | models[0]",
                "{\"name\":\"x\",\"limits\":5}                  | limits",
                "{\"name\":\"x\",\"limits\":{\"rpm\":5}}        | limits.rpm",
                "{\"name\":\"x\",\"limits\":{\"tokens_per_day\":0}}   | limits.tokens_per_day",
                "{\"name\":\"x\",\"limits\":{\"tokens_per_day\":1.5}} | limits.tokens_per_day",
                "{\"name\":\"x\",\"limits\":{\"money_per_day\":-1}}   | limits.money_per_day",
                "{\"name\":\"x\",\"limits\":{\"money_per_day\":1e30}} | limits.money_per_day",
                "{\"name\":\"x\",\"limits\":{\"tokens_per_day\":1e999}} | limits.tokens_per_day",
                "{\"name\":\"x\",\"expires_in\":\"soon\"}       | expires_in",
                "{\"name\":\"x\",\"expires_at\":\"tomorrow\"}   | expires_at",
                "{\"name\":\"x\",\"expires_in\":\"1d\",\"expires_at\":\"2027-01-01T00:00:00Z\"} | expires_in"
            })
    void namesTheFieldThatIsWrong(String body, String param) {
        assertThatThrownBy(() -> create(Caller.LOCAL, body))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        e -> {
                            assertThat(e.param()).isEqualTo(param);
                            assertThat(e).hasMessageContaining("'" + param + "'");
                        });
        assertThat(keys.list()).isEmpty();
    }

    @Test
    void saysWhatTheStoreRefuses() {
        assertThatThrownBy(() -> create(Caller.LOCAL, "{\"name\":\" \"}"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("The name is empty.");
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"MEMBER", "READ_ONLY"})
    void isForAdministratorsOnly(Role role) {
        create(Caller.LOCAL, "{\"name\":\"x\"}");
        Caller caller = caller("default/default", role, Set.of());

        assertForbidden(() -> desk.list(caller, ALL));
        assertForbidden(() -> create(caller, "{\"name\":\"x\"}"));
        assertForbidden(() -> desk.get(caller, "key1"));
        assertForbidden(() -> desk.revoke(caller, "key1"));
        assertForbidden(() -> desk.rotate(caller, "key1", Json.object(bytes("{}"))));
        assertThat(keys.actions()).containsExactly("local create key1");
    }

    @Test
    void keepsOrganisationsApart() {
        create(Caller.LOCAL, "{\"name\":\"ours\",\"project\":\"acme/api\"}");
        create(Caller.LOCAL, "{\"name\":\"theirs\",\"project\":\"rival/web\"}");
        create(Caller.LOCAL, "{\"name\":\"operators\"}");

        assertThat(desk.list(ACME, ALL).data()).extracting(WireKey::name).containsExactly("ours");
        assertThat(desk.list(ACME, query("organisation", "rival")).data()).isEmpty();
        assertForbidden(() -> desk.list(ACME, query("project", "rival/web")));
        for (String id : List.of("key2", "key3", "none")) {
            assertNotFound(() -> desk.get(ACME, id));
            assertNotFound(() -> desk.revoke(ACME, id));
            assertNotFound(() -> desk.rotate(ACME, id, Json.object(bytes("{}"))));
        }
        assertForbidden(() -> create(ACME, "{\"name\":\"x\",\"project\":\"rival/web\"}"));
        assertForbidden(() -> create(ACME, "{\"name\":\"x\",\"project\":\"default/web\"}"));
        assertThat(keys.actions()).hasSize(3);
    }

    @Test
    void takesAProjectWithoutOrganisationForOneOfTheCallersOwn() {
        assertThat(
                        create(ACME, "{\"name\":\"x\",\"project\":\"api\",\"role\":\"admin\"}")
                                .project())
                .isEqualTo("acme/api");
        assertThat(create(ACME, "{\"name\":\"x\"}").project()).isEqualTo("acme/default");
        assertThat(desk.list(ACME, query("project", "api")).data()).hasSize(1);
        assertThat(keys.actions()).first().isEqualTo("acme-admin create key1");
    }

    @Test
    void showsOperatorsEverythingAndFiltersIt() {
        create(Caller.LOCAL, "{\"name\":\"a\",\"project\":\"acme/api\"}");
        create(Caller.LOCAL, "{\"name\":\"b\",\"project\":\"acme/web\"}");
        create(Caller.LOCAL, "{\"name\":\"c\"}");

        assertThat(names(ALL)).containsExactly("c", "b", "a");
        assertThat(names(query("organisation", "acme"))).containsExactly("b", "a");
        assertThat(names(query("project", "acme/web"))).containsExactly("b");
        assertThat(names(query("project", "default"))).containsExactly("c");
        assertThatThrownBy(() -> names(query("limit", "1"))).isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> names(query("organisation", "A!")))
                .isInstanceOf(InvalidRequest.class);
    }

    @Test
    void givesNoMoreModelsThanTheCallerHas() {
        Caller limited = caller("default/default", Role.ADMIN, Set.of("a", "b"));
        create(Caller.LOCAL, "{\"name\":\"all models\"}");

        assertForbidden(() -> create(limited, "{\"name\":\"x\"}"));
        assertForbidden(() -> create(limited, "{\"name\":\"x\",\"models\":[\"a\",\"c\"]}"));
        assertNotFound(() -> desk.rotate(limited, "key1", Json.object(bytes("{}"))));
        assertThat(create(limited, "{\"name\":\"x\",\"models\":[\"a\"]}").models())
                .containsExactly("a");
    }

    @Test
    void endsAndReplacesByIdPrefixOrWholeKey() {
        create(Caller.LOCAL, "{\"name\":\"x\"}");

        WireKey successor =
                desk.rotate(
                        Caller.LOCAL,
                        "sk-pas-key1-SECRET",
                        Json.object(bytes("{\"overlap\":\"1h\"}")));

        assertThat(successor.key()).isEqualTo("sk-pas-key2-SECRET");
        WireKey old = desk.get(Caller.LOCAL, "sk-pas-key1");
        assertThat(old.status()).isEqualTo("active");
        assertThat(old.revokedAt()).isEqualTo(NOW.plusSeconds(3600));
        assertThat(desk.revoke(Caller.LOCAL, "sk-pas-key2").status()).isEqualTo("revoked");
        assertThatThrownBy(() -> desk.rotate(Caller.LOCAL, "key2", Json.object(bytes("{}"))))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("has ended");
    }

    @Test
    void showsASecretToNobodyButItsMaker() {
        WireKey made = create(Caller.LOCAL, "{\"name\":\"x\"}");

        assertThat(made.toString()).doesNotContain("SECRET");
        assertThat(json(desk.list(Caller.LOCAL, ALL))).doesNotContain("SECRET", "\"key\":");
        assertThat(json(desk.get(Caller.LOCAL, "key1"))).doesNotContain("SECRET");
        assertThat(json(desk.revoke(Caller.LOCAL, "key1"))).doesNotContain("SECRET");
    }

    private List<String> names(QueryParameters query) {
        return desk.list(Caller.LOCAL, query).data().stream().map(WireKey::name).toList();
    }

    private WireKey create(Caller caller, String body) {
        return desk.create(caller, Json.object(bytes(body)));
    }

    private static void assertForbidden(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(Forbidden.class);
    }

    private static void assertNotFound(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(NotFound.class)
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("no key");
    }

    private static Caller caller(String project, Role role, Set<String> models) {
        Project known = Project.parse(project).orElseThrow();
        return new Caller(
                known.organisation() + "-admin", known, role, models, Set.of(), Limits.NONE);
    }

    private static QueryParameters query(String name, String value) {
        return new QueryParameters(Map.of(name, List.of(value)));
    }

    private static String json(Object wire) {
        return new String(Json.bytes(wire), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
