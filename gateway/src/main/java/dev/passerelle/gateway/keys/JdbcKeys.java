package dev.passerelle.gateway.keys;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Keys in a database, H2's or PostgreSQL's. Each change and its audit entry are one transaction.
public final class JdbcKeys implements KeyAdministration {
    private final Transactions transactions;
    private final KeyHash hash;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Runnable changed;

    /// @param random nobody must be able to foretell it
    /// @param changed is run after each change, before its caller learns of it
    public JdbcKeys(
            DataSource source,
            KeyHash hash,
            InstantSource clock,
            RandomGenerator random,
            Runnable changed) {
        transactions = new Transactions(source);
        this.hash = hash;
        this.clock = clock;
        this.random = random;
        this.changed = changed;
    }

    @Override
    public IssuedKey create(KeyWish wish, String actor) {
        Instant now = now();
        KeyRules.check(wish, now);
        KeyText text = KeyText.make(random);
        ApiKey key = key(text.id(), wish, now);
        AuditLog.Entry entry = entry(now, actor, "create", key.id(), details(key));
        change(
                entry,
                connection -> {
                    KeySecret.check(connection, hash, now);
                    return insert(connection, key, text);
                });
        return new IssuedKey(key, text.text());
    }

    @Override
    public List<ApiKey> list() {
        return transactions.run(KeyTable::all).stream().map(StoredKey::key).toList();
    }

    @Override
    public ApiKey get(String id) {
        return transactions.run(connection -> find(connection, id));
    }

    @Override
    public ApiKey revoke(String id, String actor) {
        Instant now = now();
        AuditLog.Entry entry = entry(now, actor, "revoke", id, Map.of());
        return change(entry, connection -> end(connection, find(connection, id), now, now));
    }

    @Override
    public IssuedKey rotate(String id, Duration overlap, String actor) {
        KeyRules.check(overlap);
        Instant now = now();
        KeyText text = KeyText.make(random);
        Instant end = now.plus(overlap).truncatedTo(ChronoUnit.MILLIS);
        Map<String, Object> details = Map.of("successor", text.id(), "ends_at", end.toString());
        ApiKey successor =
                change(
                        entry(now, actor, "rotate", id, details),
                        connection -> rotate(connection, find(connection, id), text, now, end));
        return new IssuedKey(successor, text.text());
    }

    private ApiKey rotate(Connection connection, ApiKey old, KeyText text, Instant now, Instant end)
            throws SQLException {
        if (!old.validAt(now)) {
            throw new IllegalStateException(
                    "key '%s' has ended: create another one instead".formatted(old.id()));
        }
        KeySecret.check(connection, hash, now);
        end(connection, old, now, end);
        return insert(connection, key(text.id(), wish(old), now), text);
    }

    private ApiKey insert(Connection connection, ApiKey key, KeyText text) throws SQLException {
        KeyTable.insert(connection, key, hash.of(text));
        return key;
    }

    /// Lets a key end at an instant, unless it ends before by itself.
    private static ApiKey end(Connection connection, ApiKey key, Instant now, Instant end)
            throws SQLException {
        Instant known = key.revokedAt();
        if (!key.validAt(now) || (known != null && known.isBefore(end))) {
            return key;
        }
        KeyTable.end(connection, key.id(), end);
        return key(key.id(), wish(key), key.createdAt(), end);
    }

    private static ApiKey find(Connection connection, String id) throws SQLException {
        return KeyTable.find(connection, id).orElseThrow(() -> new UnknownKeyException(id));
    }

    private <T> T change(AuditLog.Entry entry, Transactions.Work<T> work) {
        T result =
                transactions.run(connection -> {
                    KeyTable.countChange(connection);
                    T done = work.on(connection);
                    AuditLog.add(connection, entry);
                    return done;
                });
        AuditLog.tell(entry);
        changed.run();
        return result;
    }

    /// As precise as the database keeps it.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static KeyWish wish(ApiKey key) {
        return new KeyWish(
                key.name(),
                key.project(),
                key.role(),
                key.models(),
                key.regions(),
                key.limits(),
                key.expiresAt());
    }

    private static ApiKey key(String id, KeyWish wish, Instant now) {
        return key(id, wish, now, null);
    }

    private static ApiKey key(String id, KeyWish wish, Instant made, @Nullable Instant revokedAt) {
        Instant expiresAt = wish.expiresAt();
        return new ApiKey(
                id,
                wish.name(),
                KeyText.prefix(id),
                wish.project(),
                wish.role(),
                wish.models(),
                wish.regions(),
                wish.limits(),
                made,
                expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS),
                revokedAt);
    }

    private static AuditLog.Entry entry(
            Instant now, String actor, String action, String id, Map<String, Object> details) {
        return new AuditLog.Entry(now, actor, action, id, KeyColumns.write(details));
    }

    private static Map<String, Object> details(ApiKey key) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", key.name());
        details.put("project", key.project().toString());
        details.put("role", key.role().id());
        details.put("models", new TreeSet<>(key.models()));
        details.put("regions", new TreeSet<>(key.regions()));
        details.put("limits", KeyColumns.amounts(key.limits()));
        if (key.expiresAt() != null) {
            details.put("expires_at", key.expiresAt().toString());
        }
        return details;
    }
}
