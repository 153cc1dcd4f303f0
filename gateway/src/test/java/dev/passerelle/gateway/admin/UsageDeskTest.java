package dev.passerelle.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.openai.ApiException.Forbidden;
import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.QueryParameters;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import dev.passerelle.gateway.usage.UsageQuery;
import dev.passerelle.gateway.usage.UsageQuery.Dimension;
import dev.passerelle.gateway.usage.UsageRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageDeskTest {
    private static final UsageRow ROW =
            new UsageRow(
                    "key1",
                    "acme/web",
                    "chat, \"large\"",
                    LocalDate.of(2026, 11, 3),
                    7,
                    2,
                    100,
                    50,
                    10,
                    new BigDecimal("0.25"),
                    "EUR");

    private final List<UsageQuery> asked = new ArrayList<>();
    private final UsageDesk desk =
            new UsageDesk(
                    query -> {
                        asked.add(query);
                        return List.of(ROW);
                    },
                    InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));

    @Test
    void asksForThisMonthByDefault() {
        report(Caller.LOCAL, Map.of());

        assertThat(asked)
                .containsExactly(
                        new UsageQuery(
                                List.of(),
                                LocalDate.of(2026, 11, 1),
                                LocalDate.of(2026, 11, 22),
                                null,
                                null,
                                null,
                                null));
    }

    @Test
    void takesATokensSubjectForAKeyAsItIs() {
        report(Caller.LOCAL, Map.of("key", List.of("jwt:5f1c-77ab")));

        assertThat(asked.getFirst().key()).isEqualTo("jwt:5f1c-77ab");
    }

    @Test
    void passesOnWhatIsAsked() {
        report(
                Caller.LOCAL,
                Map.of(
                        "by", List.of("model,day", "model"),
                        "from", List.of("2026-10-05"),
                        "to", List.of("2026-10-07"),
                        "project", List.of("acme/web"),
                        "key", List.of("sk-pas-key1"),
                        "model", List.of("chat"),
                        "format", List.of("json")));

        assertThat(asked)
                .containsExactly(
                        new UsageQuery(
                                List.of(Dimension.MODEL, Dimension.DAY),
                                LocalDate.of(2026, 10, 5),
                                LocalDate.of(2026, 10, 7),
                                null,
                                "acme/web",
                                "key1",
                                "chat"));
    }

    @ParameterizedTest
    @CsvSource({
        "by,prompt",
        "from,yesterday",
        "to,2026-02-30",
        "from,2026-12-01",
        "limit,5",
        "project,A B"
    })
    void namesTheParameterThatIsWrong(String name, String value) {
        assertThatThrownBy(() -> report(Caller.LOCAL, Map.of(name, List.of(value))))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("'" + name + "'");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "acme/web,       ADMIN,     acme,    -",
                "acme/web,       MEMBER,    acme,    acme/web",
                "acme/web,       READ_ONLY, acme,    acme/web",
                "default/web,    MEMBER,    default, default/web",
                "default/web,    ADMIN,     -,       -"
            })
    void tellsEachCallerItsOwn(String project, Role role, String organisation, String onlyProject) {
        report(caller(project, role), Map.of());

        assertThat(asked)
                .singleElement()
                .satisfies(query -> {
                    assertThat(query.organisation()).isEqualTo(organisation);
                    assertThat(query.project()).isEqualTo(onlyProject);
                });
    }

    @Test
    void tellsNobodyOfOthersProjects() {
        assertThatThrownBy(() -> report(caller("acme/web", Role.MEMBER), project("acme/api")))
                .isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> report(caller("acme/web", Role.ADMIN), project("rival/web")))
                .isInstanceOf(Forbidden.class);
        report(caller("acme/web", Role.ADMIN), project("api"));
        assertThat(asked).extracting(UsageQuery::project).containsExactly("acme/api");
    }

    private UsageReport report(Caller caller, Map<String, List<String>> query) {
        return desk.report(caller, new QueryParameters(query));
    }

    private static Map<String, List<String>> project(String name) {
        return Map.of("project", List.of(name));
    }

    private static Caller caller(String project, Role role) {
        return new Caller(
                "k", Project.parse(project).orElseThrow(), role, Set.of(), Set.of(), Limits.NONE);
    }
}
