package dev.passerelle.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.storage.Database;
import dev.passerelle.gateway.storage.TestDatabase;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys are made, listed, ended and replaced the same way in each database.
@ParameterizedClass
@EnumSource(TestDatabase.class)
class JdbcKeysTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00.123Z");
    private static final String SECRET = "a hash secret of more than 32 characters";

    private final MutableClock clock = new MutableClock(START);
    private static final Map<TestDatabase, Database> DATABASES = new EnumMap<>(TestDatabase.class);

    private final Database database;
    private final KeyCache cache;
    private final JdbcKeys keys;
    private final AuditLog audit;

    JdbcKeysTest(TestDatabase kind) {
        database = DATABASES.computeIfAbsent(kind, TestDatabase::open);
        execute(
                "DELETE FROM api_key",
                "DELETE FROM audit_log",
                "UPDATE key_change SET changes = 0");
        cache = KeyCache.read(database.source());
        keys = keys(cache);
        audit = new AuditLog(database.source());
    }

    private void execute(String... statements) {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        cache.close();
    }

    @AfterAll
    static void close() {
        DATABASES.values().forEach(Database::close);
        DATABASES.clear();
    }

    private JdbcKeys keys(KeyCache informed) {
        return new JdbcKeys(
                database.source(), KeyHash.of(SECRET), clock, new SecureRandom(), informed::look);
    }

    static KeyWish wish(String name) {
        return new KeyWish(
                name, Project.DEFAULT, Role.MEMBER, Set.of(), Set.of(), Limits.NONE, null);
    }

    @Test
    void aKeyIsKeptWithAllItsRights() {
        KeyWish wish =
                new KeyWish(
                        "Élan 🚀",
                        new Project("acme", "search"),
                        Role.READ_ONLY,
                        Set.of("smollm2", "bge:small"),
                        Set.of("eu-west", "us"),
                        new Limits(
                                Map.of(
                                        Measure.REQUESTS_PER_MINUTE, 60L,
                                        Measure.MONEY_PER_MONTH, 5_000_000_000_000_000L)),
                        START.plusSeconds(3600));
        ApiKey made = keys.create(wish, "local").key();
        assertThat(keys.get(made.id())).isEqualTo(made);
        assertThat(made.name()).isEqualTo("Élan 🚀");
        assertThat(made.project()).isEqualTo(wish.project());
        assertThat(made.role()).isEqualTo(Role.READ_ONLY);
        assertThat(made.models()).isEqualTo(wish.models());
        assertThat(made.regions()).isEqualTo(wish.regions());
        assertThat(made.limits()).isEqualTo(wish.limits());
        assertThat(made.createdAt()).isEqualTo(START);
        assertThat(made.expiresAt()).isEqualTo(wish.expiresAt());
        assertThat(made.revokedAt()).isNull();
    }

    @Test
    void theKeyItselfBeginsWithItsPrefixAndIsDifferentEachTime() {
        IssuedKey first = keys.create(wish("a"), "local");
        IssuedKey second = keys.create(wish("a"), "local");
        assertThat(first.secret())
                .matches("sk-pas-[a-z0-9]{12}-[0-9a-zA-Z]{43}")
                .startsWith(first.key().prefix() + "-");
        assertThat(first.key().prefix()).isEqualTo("sk-pas-" + first.key().id());
        assertThat(second.secret()).isNotEqualTo(first.secret());
        assertThat(first.toString()).doesNotContain(first.secret().substring(20));
    }

    @Test
    void theNewestKeyIsListedFirst() {
        String first = keys.create(wish("first"), "local").key().id();
        clock.forward(Duration.ofMillis(1));
        String second = keys.create(wish("second"), "local").key().id();
        keys.revoke(first, "local");
        assertThat(keys.list()).extracting(ApiKey::id).containsExactly(second, first);
    }

    @Test
    void aKeyRevokedTwiceEndedTheFirstTime() {
        String id = keys.create(wish("a"), "local").key().id();
        clock.forward(Duration.ofMinutes(1));
        ApiKey revoked = keys.revoke(id, "local");
        clock.forward(Duration.ofMinutes(1));
        assertThat(revoked.revokedAt()).isEqualTo(START.plusSeconds(60));
        assertThat(revoked.validAt(START.plusSeconds(60))).isFalse();
        assertThat(keys.revoke(id, "local")).isEqualTo(revoked);
        assertThat(keys.get(id)).isEqualTo(revoked);
    }

    @Test
    void aReplacedKeyCountsDuringTheOverlap() {
        ApiKey old = keys.create(wish("a"), "local").key();
        clock.forward(Duration.ofMinutes(1));
        ApiKey successor = keys.rotate(old.id(), Duration.ofHours(1), "local").key();
        assertThat(successor.id()).isNotEqualTo(old.id());
        assertThat(successor.name()).isEqualTo("a");
        assertThat(successor.createdAt()).isEqualTo(START.plusSeconds(60));
        assertThat(successor.revokedAt()).isNull();
        assertThat(keys.get(old.id()).revokedAt()).isEqualTo(START.plusSeconds(3660));
        assertThat(keys.get(old.id()).validAt(clock.instant())).isTrue();
    }

    @Test
    void aReplacedKeyCanBeEndedBeforeTheOverlapIsOver() {
        ApiKey old = keys.create(wish("a"), "local").key();
        keys.rotate(old.id(), Duration.ofHours(1), "local");
        assertThat(keys.revoke(old.id(), "local").revokedAt()).isEqualTo(START);
    }

    @Test
    void replacingAgainDoesNotProlongTheOverlap() {
        ApiKey old = keys.create(wish("a"), "local").key();
        keys.rotate(old.id(), Duration.ofHours(1), "local");
        keys.rotate(old.id(), Duration.ofHours(5), "local");
        assertThat(keys.get(old.id()).revokedAt()).isEqualTo(START.plusSeconds(3600));
    }

    @Test
    void aKeyReplacedWithoutOverlapEndsAtOnceAndCannotBeReplacedAgain() {
        ApiKey old = keys.create(wish("a"), "local").key();
        keys.rotate(old.id(), Duration.ZERO, "local");
        assertThat(keys.get(old.id()).validAt(clock.instant())).isFalse();
        assertThatThrownBy(() -> keys.rotate(old.id(), Duration.ZERO, "local"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("create another one");
        assertThat(keys.list()).hasSize(2);
    }

    @Test
    void aKeyThatIsNotThereCannotBeChanged() {
        assertThatThrownBy(() -> keys.get("nobodys")).isInstanceOf(unknown());
        assertThatThrownBy(() -> keys.revoke("nobodys", "local")).isInstanceOf(unknown());
        assertThatThrownBy(() -> keys.rotate("nobodys", Duration.ZERO, "local"))
                .isInstanceOf(unknown());
        assertThat(audit.newest(10)).isEmpty();
    }

    @Test
    void aWholeKeyGivenAsAnIdIsNotRepeated() {
        String secret = keys.create(wish("a"), "local").secret();
        assertThatThrownBy(() -> keys.revoke(secret, "local"))
                .isInstanceOf(unknown())
                .hasMessageNotContaining(secret.substring(0, 20));
    }

    private static Class<?> unknown() {
        return KeyAdministration.UnknownKeyException.class;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "two\nlines", "bell\u0007", "turned\u202eround"})
    void aNameThatCannotBeShownIsRefused(String name) {
        assertThatThrownBy(() -> keys.create(wish(name), "local"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }

    @Test
    void aNameHasAtMostAHundredCharacters() {
        keys.create(wish("🚀".repeat(100)), "local");
        assertThatThrownBy(() -> keys.create(wish("n".repeat(101)), "local"))
                .hasMessageContaining("1 to 100");
    }

    @Test
    void anExpiryHasToBeInTheFuture() {
        KeyWish late =
                new KeyWish(
                        "a", Project.DEFAULT, Role.MEMBER, Set.of(), Set.of(), Limits.NONE, START);
        assertThatThrownBy(() -> keys.create(late, "local"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has passed");
    }

    @Test
    void aModelNameHasNoSpaces() {
        KeyWish odd =
                new KeyWish(
                        "a",
                        Project.DEFAULT,
                        Role.MEMBER,
                        Set.of("a b"),
                        Set.of(),
                        Limits.NONE,
                        null);
        assertThatThrownBy(() -> keys.create(odd, "local")).hasMessageContaining("model");
    }

    @Test
    void everyActionIsInTheAuditLogWithoutSecrets() {
        IssuedKey made = keys.create(wish("a"), "local");
        IssuedKey successor = keys.rotate(made.key().id(), Duration.ofHours(1), "bootstrap");
        keys.revoke(made.key().id(), "bootstrap");
        List<AuditLog.Entry> entries = audit.newest(10);
        assertThat(entries)
                .extracting(AuditLog.Entry::action)
                .containsExactly("revoke", "rotate", "create");
        assertThat(entries)
                .extracting(AuditLog.Entry::actor)
                .containsExactly("bootstrap", "bootstrap", "local");
        assertThat(entries).extracting(AuditLog.Entry::subject).containsOnly(made.key().id());
        assertThat(entries.get(1).detail()).contains(successor.key().id());
        assertThat(entries.get(2).detail())
                .isEqualTo(
                        "{\"name\":\"a\",\"project\":\"default/default\",\"role\":\"member\",\"models\":[],\"regions\":[],\"limits\":{}}");
        assertThat(entries.toString())
                .doesNotContain(made.secret().substring(20))
                .doesNotContain(successor.secret().substring(20));
        assertThat(audit.newest(1)).hasSize(1);
    }

    @Test
    void everyActionIsOneLineInTheLogWithoutSecrets() {
        try (LogLines log = new LogLines()) {
            IssuedKey made = keys.create(wish("a"), "local");
            keys.revoke(made.key().id(), "bootstrap");
            assertThat(log.lines())
                    .containsExactly(
                            "local: create key " + made.key().id(),
                            "bootstrap: revoke key " + made.key().id());
        }
    }

    @Test
    void ownChangesCountAtOnceAndOthersOnceLookedFor() {
        try (KeyCache other = KeyCache.read(database.source())) {
            String id = keys.create(wish("a"), "local").key().id();
            assertThat(cache.find(id)).isNotNull();
            assertThat(other.find(id)).isNull();
            other.look();
            assertThat(known(other, id)).isEqualTo(keys.get(id));
            keys(other).revoke(id, "local");
            assertThat(known(cache, id).revokedAt()).isNull();
            cache.look();
            assertThat(known(cache, id).revokedAt()).isEqualTo(START);
        }
    }

    @Test
    void ofABackupBroughtBackNothingElseCounts() {
        String kept = keys.create(wish("kept"), "local").key().id();
        String lost = keys.create(wish("lost"), "local").key().id();
        execute("DELETE FROM api_key WHERE name = 'lost'", "UPDATE key_change SET changes = 1");
        cache.look();
        assertThat(cache.find(kept)).isNotNull();
        assertThat(cache.find(lost)).isNull();
    }

    private static ApiKey known(KeyCache cache, String id) {
        return Objects.requireNonNull(cache.find(id)).key();
    }

    @Test
    void whatWasKnownCountsWhileTheDatabaseFails() {
        String id = keys.create(wish("a"), "local").key().id();
        execute("ALTER TABLE key_change RENAME TO key_change_away");
        try (LogLines log = new LogLines()) {
            cache.look();
            cache.look();
            assertThat(log.lines()).hasSize(1);
            assertThat(cache.find(id)).isNotNull();
            assertThatThrownBy(() -> keys.create(wish("b"), "local"))
                    .isInstanceOf(KeyAdministration.UnavailableException.class);
            execute("ALTER TABLE key_change_away RENAME TO key_change");
            cache.look();
            assertThat(log.lines()).hasSize(2).last().asString().contains("answers again");
        }
        assertThat(keys.list()).hasSize(1);
    }
}
