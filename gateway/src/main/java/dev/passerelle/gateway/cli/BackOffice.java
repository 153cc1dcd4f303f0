package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.admin.AuditDesk;
import dev.passerelle.gateway.admin.Desks;
import dev.passerelle.gateway.admin.KeyDesk;
import dev.passerelle.gateway.admin.UsageDesk;
import dev.passerelle.gateway.admission.Admission;
import dev.passerelle.gateway.admission.Charges;
import dev.passerelle.gateway.admission.Limiter;
import dev.passerelle.gateway.admission.LocalLimiter;
import dev.passerelle.gateway.admission.redis.RedisLimiter;
import dev.passerelle.gateway.config.AdmissionConfig;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.LimitsConfig;
import dev.passerelle.gateway.http.Door;
import dev.passerelle.gateway.keys.AuditLog;
import dev.passerelle.gateway.keys.Authenticator;
import dev.passerelle.gateway.keys.Authenticators;
import dev.passerelle.gateway.keys.JdbcKeys;
import dev.passerelle.gateway.keys.KeyCache;
import dev.passerelle.gateway.keys.KeyHash;
import dev.passerelle.gateway.keys.KeySecret;
import dev.passerelle.gateway.storage.Database;
import dev.passerelle.gateway.usage.GatewayId;
import dev.passerelle.gateway.usage.JdbcCharges;
import dev.passerelle.gateway.usage.JdbcUsageReports;
import dev.passerelle.gateway.usage.JournaledLedger;
import dev.passerelle.gateway.usage.TranscriptFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// What keeps keys, limits and usage behind a gateway's door, made for a home and closed after the
/// gateway.
final class BackOffice implements AutoCloseable {
    private static final Duration REPORT_WAIT = Duration.ofSeconds(2);
    private static final long MOST_TRANSCRIPT_CHARACTERS = 32L << 20;

    private final Clock clock = Clock.systemUTC();
    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final Door door;
    private final Desks desks;

    private BackOffice(GatewayConfig config, Path home) throws IOException {
        try {
            Database database = keep(Database.open(config.storage(), home), Database::close);
            String id = GatewayId.of(home);
            JournaledLedger ledger =
                    keep(JournaledLedger.open(home, database.source(), id), JournaledLedger::close);
            KeyHash hashes = KeyHash.ofHome(home, config.admission().hashSecret());
            if (config.admission().mode() == AdmissionConfig.Mode.KEYS) {
                KeySecret.check(database.source(), hashes, clock.instant());
            }
            KeyCache keys = keep(KeyCache.read(database.source()), KeyCache::close);
            Limiter limiter =
                    keep(
                            limiter(config.limits(), id, new JdbcCharges(database.source())),
                            Limiter::close);
            door =
                    new Door(
                            authenticator(config.admission(), keys, hashes),
                            new Admission(config.limits(), limiter),
                            ledger,
                            config.admission(),
                            keep(
                                    new TranscriptFiles(
                                            home.resolve("transcripts"),
                                            MOST_TRANSCRIPT_CHARACTERS),
                                    TranscriptFiles::close),
                            ledger::backlog);
            desks =
                    new Desks(
                            new KeyDesk(
                                    new JdbcKeys(
                                            database.source(),
                                            hashes,
                                            clock,
                                            new SecureRandom(),
                                            keys::look),
                                    clock),
                            new UsageDesk(
                                    new JdbcUsageReports(
                                            database.source(), () -> ledger.flush(REPORT_WAIT)),
                                    clock),
                            new AuditDesk(new AuditLog(database.source())::newest));
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /// Opens everything. What an earlier process left unsettled is settled when this returns.
    static BackOffice open(GatewayConfig config, Path home) throws IOException {
        return new BackOffice(config, home);
    }

    private Limiter limiter(LimitsConfig config, String gateway, Charges charges) {
        URI redis = config.redisUrl();
        return redis == null
                ? new LocalLimiter(charges)
                : RedisLimiter.open(
                        redis,
                        gateway,
                        charges,
                        config.whenUnavailable(),
                        LocalLimiter::new,
                        clock);
    }

    private Authenticator authenticator(AdmissionConfig config, KeyCache keys, KeyHash hashes) {
        if (config.mode() == AdmissionConfig.Mode.KEYS) {
            keys.follow();
        }
        return Authenticators.of(config, keys, hashes, clock);
    }

    private <T> T keep(T part, Consumer<T> close) {
        closing.push(() -> close.accept(part));
        return part;
    }

    Door door() {
        return door;
    }

    Desks desks() {
        return desks;
    }

    @Override
    public void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
