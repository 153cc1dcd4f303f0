package dev.passerelle.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.storage.Database;
import dev.passerelle.gateway.storage.TestDatabase;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is let in by an API key, and what the others are told.
class KeyAuthenticationTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final String ADDRESS = "192.0.2.7";

    private final MutableClock clock = new MutableClock(START);
    private final List<Duration> waits = new ArrayList<>();
    private final Database database = TestDatabase.H2.open();
    private final KeyCache cache = KeyCache.read(database.source());
    private final KeyHash hash = KeyHash.of("a hash secret of more than 32 characters");
    private final JdbcKeys keys =
            new JdbcKeys(database.source(), hash, clock, new SecureRandom(), cache::look);
    private final Authenticator authenticator =
            new BearerAuthenticator(
                    new KeyAuthenticator(cache, hash, clock),
                    null,
                    new WrongKeyDelays(() -> 0, waits::add));

    @AfterEach
    void close() {
        cache.close();
        database.close();
    }

    private IssuedKey create(@Nullable Instant expiresAt) {
        return keys.create(
                new KeyWish(
                        "a",
                        new Project("acme", "search"),
                        Role.MEMBER,
                        Set.of("smollm2"),
                        Set.of("eu"),
                        new Limits(Map.of(Measure.REQUESTS_PER_MINUTE, 9L)),
                        expiresAt),
                "local");
    }

    private Caller caller(String authorization) throws InterruptedException {
        return authenticator.authenticate(authorization, ADDRESS);
    }

    private String refusal(@Nullable String authorization) {
        Throwable refusal =
                catchThrowable(() -> authenticator.authenticate(authorization, ADDRESS));
        assertThat(refusal).isInstanceOf(ApiException.Unauthenticated.class);
        return String.valueOf(refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   "})
    void aRightKeyTellsWhoCalls(String scheme) throws InterruptedException {
        IssuedKey key = create(null);
        assertThat(caller(scheme + key.secret()))
                .isEqualTo(
                        new Caller(
                                key.key().id(),
                                new Project("acme", "search"),
                                Role.MEMBER,
                                Set.of("smollm2"),
                                Set.of("eu"),
                                new Limits(Map.of(Measure.REQUESTS_PER_MINUTE, 9L))));
    }

    @Test
    void aMissingKeyIsNoWrongOne() {
        for (int i = 0; i < 10; i++) {
            assertThat(refusal(null)).contains("didn't provide an API key");
            assertThat(refusal("Bearer ")).contains("didn't provide an API key");
            assertThat(refusal("Basic dXNlcjpwYXNz"))
                    .contains("Bearer YOUR_KEY")
                    .doesNotContain("dXNlcjpwYXNz");
        }
        assertThat(waits).isEmpty();
    }

    @Test
    void nothingTellsWhetherAnIdExists() {
        String secret = create(null).secret();
        String wrong = refusal("Bearer " + secret.substring(0, 20) + "0".repeat(43));
        String unknown = refusal("Bearer sk-pas-000000000000-" + "0".repeat(43));
        String revokedId = keys.revoke(create(null).key().id(), "local").id();
        String revoked = refusal("Bearer sk-pas-" + revokedId + "-" + "0".repeat(43));
        assertThat(wrong).isEqualTo(unknown).isEqualTo(revoked);
        assertThat(refusal("Bearer " + secret + "x")).isEqualTo(wrong);
        assertThat(refusal("Bearer sk-pas-")).isEqualTo(wrong);
    }

    @Test
    void aWrongKeyIsNotRepeated() {
        assertThat(refusal("Bearer sk-pas-000000000000-hunter2")).doesNotContain("hunter2");
        assertThat(refusal("Bearer hunter2")).doesNotContain("hunter2").contains("sk-pas-");
    }

    @Test
    void anExpiredKeyIsToldSo() throws InterruptedException {
        IssuedKey key = create(START.plusSeconds(60));
        clock.forward(Duration.ofMillis(59_999));
        caller("Bearer " + key.secret());
        clock.forward(Duration.ofMillis(1));
        assertThat(refusal("Bearer " + key.secret()))
                .contains("expired", key.key().prefix())
                .doesNotContain(key.secret());
    }

    @Test
    void aRevokedKeyIsToldSo() {
        IssuedKey key = create(null);
        keys.revoke(key.key().id(), "local");
        assertThat(refusal("Bearer " + key.secret()))
                .contains("revoked", key.key().prefix())
                .doesNotContain(key.secret());
    }

    @Test
    void bothKeysCountDuringARotation() throws InterruptedException {
        IssuedKey old = create(null);
        IssuedKey successor = keys.rotate(old.key().id(), Duration.ofMinutes(5), "local");
        clock.forward(Duration.ofMillis(299_999));
        assertThat(caller("Bearer " + old.secret()).key()).isEqualTo(old.key().id());
        assertThat(caller("Bearer " + successor.secret()).key()).isEqualTo(successor.key().id());
        clock.forward(Duration.ofMillis(1));
        assertThatThrownBy(() -> caller("Bearer " + old.secret())).hasMessageContaining("revoked");
        caller("Bearer " + successor.secret());
    }

    @Test
    void aRightKeyDoesNotWaitAndDoesNotForgiveWrongOnes() throws InterruptedException {
        IssuedKey key = create(null);
        for (int i = 0; i < 6; i++) {
            refusal("Bearer sk-pas-guess");
        }
        assertThat(waits).containsExactly(Duration.ofMillis(100));
        caller("Bearer " + key.secret());
        assertThat(waits).hasSize(1);
        refusal("Bearer sk-pas-guess");
        assertThat(waits).hasSize(2);
    }

    @Test
    void anEndedKeyIsNoGuess() {
        IssuedKey key = create(null);
        keys.revoke(key.key().id(), "local");
        for (int i = 0; i < 10; i++) {
            refusal("Bearer " + key.secret());
        }
        assertThat(waits).isEmpty();
    }

    @Test
    void keysOfAnotherHashSecretAreWrong() {
        IssuedKey key = create(null);
        KeyHash other = KeyHash.of("another hash secret of over 32 characters");
        Verdict verdict = new KeyAuthenticator(cache, other, clock).judge(key.secret());
        assertThat(verdict).isInstanceOf(Verdict.Wrong.class);
    }

    @Test
    void nothingShowsASecretAsText() {
        IssuedKey key = create(null);
        String secret = key.secret().substring(20);
        KeyText text = KeyText.parse(key.secret());
        assertThat(String.valueOf(text)).isEqualTo(key.key().prefix());
        assertThat(key.toString() + key.key() + cache.find(key.key().id()) + hash)
                .doesNotContain(secret)
                .doesNotContain("hash secret");
    }
}
