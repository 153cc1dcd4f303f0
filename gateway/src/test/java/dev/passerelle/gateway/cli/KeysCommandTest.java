package dev.passerelle.gateway.cli;

import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.TestingGateway;
import dev.passerelle.gateway.admin.AdminSocket;
import dev.passerelle.gateway.admin.AuditDesk;
import dev.passerelle.gateway.admin.Desks;
import dev.passerelle.gateway.admin.FakeKeys;
import dev.passerelle.gateway.admin.KeyDesk;
import dev.passerelle.gateway.admin.UsageDesk;
import dev.passerelle.gateway.http.Door;
import dev.passerelle.gateway.usage.UsageRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class KeysCommandTest {
    private static final InstantSource CLOCK = InstantSource.fixed(TestingGateway.NOW);

    @TempDir Path directory;

    @Test
    void looksAfterKeysWhileNoServerRuns() {
        CommandLineRun made =
                run(
                        "keys",
                        "create",
                        "--name",
                        "CI",
                        "--project",
                        "acme/web",
                        "--role",
                        "read-only",
                        "--rpm",
                        "60",
                        "--tpm",
                        "1000",
                        "--concurrency",
                        "2",
                        "--budget-tokens",
                        "5000/day",
                        "--budget-tokens",
                        "90000/month",
                        "--budget-money",
                        "2.50/day",
                        "--models",
                        "a,b",
                        "--regions",
                        "eu",
                        "--expires",
                        "30d",
                        "--json");
        assertThat(made.exitCode()).as(made.err()).isZero();
        JsonNode key = json(made.out());
        String id = key.get("id").stringValue();
        assertThat(key.get("key").stringValue()).startsWith("sk-pas-" + id + "-");
        assertThat(key.get("limits").toString())
                .isEqualTo(
                        "{\"requests_per_minute\":60,\"tokens_per_minute\":1000,\"concurrent_requests\":2,\"tokens_per_day\":5000,\"tokens_per_month\":90000,\"money_per_day\":2.5}");
        assertThat(key.get("models").toString()).isEqualTo("[\"a\",\"b\"]");

        JsonNode successor = json(run("keys", "rotate", "sk-pas-" + id, "--json").out());
        assertThat(successor.get("project").stringValue()).isEqualTo("acme/web");
        assertThat(run("keys", "revoke", id).out()).isEqualTo(id + " (CI) is revoked\n");

        JsonNode active = json(run("keys", "list", "--json").out());
        assertThat(active).hasSize(1);
        assertThat(active.get(0).get("id")).isEqualTo(successor.get("id"));
        CommandLineRun all = run("keys", "list", "--all", "--project", "acme/web");
        assertThat(all.out())
                .containsPattern("ID +NAME +PROJECT +ROLE +STATUS")
                .contains(id, successor.get("id").stringValue())
                .doesNotContain(successor.get("key").stringValue());
    }

    @Test
    void showsPeopleTheKeyOnceAndHowToKeepIt() {
        CommandLineRun made = run("keys", "create", "--name", "CI");
        assertThat(made.out())
                .containsPattern("^sk-pas-[a-z0-9]{12}-\\w+\n")
                .contains("shown this once", "doesn't expire");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(run("keys", "revoke", "none"))
                .isEqualTo(
                        new CommandLineRun(
                                1,
                                "",
                                "passerelle: There is no key 'none'; list them to see their ids.\n"));
        assertThat(run("keys", "create", "--name", "x", "--role", "owner").err())
                .contains("'role'", "admin, member, read-only");
        assertThat(run("keys", "create", "--name", "x", "--expires", "soon").err()).contains("30d");
    }

    @ParameterizedTest
    @CsvSource({
        "keys create",
        "keys revoke",
        "keys create --name x --rpm many",
        "keys create --name x --budget-tokens 5",
        "keys create --name x --budget-tokens 5/day --budget-tokens 6/day",
        "keys create --name x --budget-money 5/hour",
        "usage --csv --json"
    })
    void refusesWrongUsage(String words) {
        assertThat(run(words.split(" ")).exitCode()).isEqualTo(2);
    }

    @Test
    void administratesTheServerThatRuns() throws IOException {
        FakeKeys keys = new FakeKeys(CLOCK);
        UsageRow row =
                new UsageRow(
                        null,
                        "acme/web",
                        "chat",
                        null,
                        3,
                        1,
                        20,
                        10,
                        0,
                        new BigDecimal("0.5"),
                        "EUR");
        Desks desks =
                new Desks(
                        new KeyDesk(keys, CLOCK),
                        new UsageDesk(_ -> List.of(row), CLOCK),
                        new AuditDesk(_ -> List.of()));
        try (TestingGateway gateway =
                        TestingGateway.administrated(TestingGateway.config(), Door.open(), desks);
                AdminSocket _ = gateway.gateway().openSocket(directory.resolve("home"))) {
            assertThat(run("keys", "create", "--name", "CI").out())
                    .startsWith("sk-pas-key1-SECRET\n");
            assertThat(run("keys", "revoke", "key1").out()).isEqualTo("key1 (CI) is revoked\n");
            assertThat(keys.actions()).containsExactly("local create key1", "local revoke key1");

            assertThat(run("usage").out())
                    .containsPattern("PROJECT +MODEL +REQUESTS +REFUSED +PROMPT TOKENS")
                    .containsPattern("acme/web +chat +3 +1 +20 +10 +0 +0.5 +EUR")
                    .contains("2026-01-01 to 2026-01-02");
            assertThat(run("usage", "--by", "model", "--csv").out())
                    .isEqualTo(
                            "model,requests,refused,prompt_tokens,completion_tokens,cached_tokens,cost,currency\r\nchat,3,1,20,10,0,0.5,EUR\r\n");
            assertThat(json(run("usage", "--json").out()).at("/data/0/requests").longValue())
                    .isEqualTo(3);
        }
    }

    @Test
    void reportsUsageWhileNoServerRuns() {
        CommandLineRun report = run("usage", "--json");
        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(json(report.out()).get("data")).isEmpty();
    }

    private CommandLineRun run(String... words) {
        return CommandLineRun.in(directory, words);
    }
}
