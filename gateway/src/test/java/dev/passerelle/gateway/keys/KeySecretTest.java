package dev.passerelle.gateway.keys;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.keys.KeyAdministration.WrongSecretException;
import dev.passerelle.gateway.storage.Database;
import dev.passerelle.gateway.storage.TestDatabase;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A database whose keys were made with another hash secret is noticed.
class KeySecretTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final KeyHash OURS = KeyHash.of("our own hash secret of over 32 characters");
    private static final KeyHash OTHER = KeyHash.of("another hash secret of over 32 characters");

    private final MutableClock clock = new MutableClock(NOW);

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void refusesAnotherSecretWhileAKeyCounts(TestDatabase kind) {
        try (Database database = kind.open()) {
            check(database, OTHER);
            check(database, OURS);
            ApiKey key = keys(database, OURS).create(JdbcKeysTest.wish("one"), "local").key();
            check(database, OURS);
            JdbcKeys others = keys(database, OTHER);
            refused(() -> check(database, OTHER));
            refused(() -> others.create(JdbcKeysTest.wish("two"), "local"));
            refused(() -> others.rotate(key.id(), Duration.ZERO, "local"));
            others.revoke(key.id(), "local");
            assertThatCode(() -> check(database, OTHER)).doesNotThrowAnyException();
            assertThatCode(() -> others.create(JdbcKeysTest.wish("two"), "local"))
                    .doesNotThrowAnyException();
        }
    }

    private static void check(Database database, KeyHash hash) {
        KeySecret.check(database.source(), hash, NOW);
    }

    private JdbcKeys keys(Database database, KeyHash hash) {
        return new JdbcKeys(database.source(), hash, clock, new SecureRandom(), () -> {});
    }

    private static void refused(Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOf(WrongSecretException.class)
                .hasMessageContaining("admission.hash-secret")
                .hasMessageNotContaining("over 32");
    }
}
