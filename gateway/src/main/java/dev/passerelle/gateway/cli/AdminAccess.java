package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.admin.AdminClient;
import dev.passerelle.gateway.admin.AdminException;
import dev.passerelle.gateway.admin.Administration;
import dev.passerelle.gateway.admin.KeyDesk;
import dev.passerelle.gateway.admin.LocalAdministration;
import dev.passerelle.gateway.admin.UsageDesk;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.keys.JdbcKeys;
import dev.passerelle.gateway.keys.KeyHash;
import dev.passerelle.gateway.storage.Database;
import dev.passerelle.gateway.storage.DatabaseInUseException;
import dev.passerelle.gateway.usage.JdbcUsageReports;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Administration by the running server, or on its database while none runs. A server may start or
/// stop in between: then it is tried the other way.
///
/// @param file the configuration; null means `passerelle.yaml` here, if there is one
record AdminAccess(Surroundings surroundings, @Nullable Path file) {
    private static final int ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(250);

    /// Does something.
    ///
    /// @throws DatabaseInUseException if another process holds the database but answers nothing
    <T> T call(Function<Administration, T> work) throws IOException, InterruptedException {
        GatewayConfig config = surroundings.config(file, Map.of());
        Path home = surroundings.home();
        for (int attempt = 1; ; attempt++) {
            try (Administration admin = open(config, home)) {
                return work.apply(admin);
            } catch (DatabaseInUseException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private static Administration open(GatewayConfig config, Path home) throws IOException {
        Optional<Administration> running = AdminClient.find(home);
        return running.isPresent() ? running.get() : local(config, home);
    }

    private static Administration local(GatewayConfig config, Path home) throws IOException {
        KeyHash hash = hash(config, home);
        Database database = Database.open(config.storage(), home);
        Clock clock = Clock.systemUTC();
        var keys = new JdbcKeys(database.source(), hash, clock, new SecureRandom(), () -> {});
        var reports = new JdbcUsageReports(database.source(), () -> {});
        return new LocalAdministration(
                new KeyDesk(keys, clock), new UsageDesk(reports, clock), database::close);
    }

    private static KeyHash hash(GatewayConfig config, Path home) throws IOException {
        try {
            return KeyHash.ofHome(home, config.admission().hashSecret());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new AdminException(String.valueOf(e.getMessage()));
        }
    }
}
