package dev.passerelle.gateway.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.passerelle.gateway.config.StorageConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The database, its tables in their newest form. H2 in a file, or PostgreSQL.
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(3);
    private static final Duration START_WAIT = Duration.ofSeconds(10);

    /// What is committed is there after the server was killed, too, whatever it is configured to.
    private static final String COMMIT_TO_DISK =
            "SELECT set_config('synchronous_commit', 'on', false)"
                    + " WHERE current_setting('synchronous_commit') = 'off'";

    private final HikariDataSource pool;

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /// Opens what the configuration names, or else the file `usage/passerelle.mv.db` in the home.
    ///
    /// @throws DatabaseInUseException if another process holds the file
    /// @throws DatabaseException if it doesn't answer within ten seconds, or is unfit
    public static Database open(StorageConfig config, Path home) throws IOException {
        String url = config.url();
        if (url != null) {
            return open(url, config.user(), config.password());
        }
        Path file = UsageHome.of(home).resolve("passerelle");
        try {
            return open(DatabaseUrl.ofFile(file), "passerelle", "");
        } catch (FileHeldException e) {
            throw new DatabaseInUseException(home);
        }
    }

    /// Connects, and brings the tables to their newest form.
    ///
    /// @param url of JDBC, `jdbc:h2:` or `jdbc:postgresql:`
    /// @throws DatabaseException if it doesn't answer within ten seconds, or is unfit
    public static Database open(String url, String user, String password) {
        DatabaseUrl checked = DatabaseUrl.of(url);
        try (Connection _ = new FirstConnection(checked, user, password).open(START_WAIT)) {
            HikariDataSource pool = new HikariDataSource(settings(checked, user, password));
            try {
                migrate(pool, checked.embedded());
                return new Database(pool);
            } catch (RuntimeException | Error e) {
                pool.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new DatabaseException("the database of storage.url can't be opened", e);
        }
    }

    private static HikariConfig settings(DatabaseUrl url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("storage");
        config.setJdbcUrl(url.text());
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        config.setInitializationFailTimeout(-1);
        if (url.embedded()) {
            config.setMaxLifetime(0);
        } else {
            config.setConnectionInitSql(COMMIT_TO_DISK);
        }
        url.driverProperties().forEach(config::addDataSourceProperty);
        return config;
    }

    /// @param h2 whether lines of migrations that begin with `${only_h2}` are run
    private static void migrate(DataSource source, boolean h2) {
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:dev/passerelle/gateway/storage")
                    .loggers("slf4j")
                    .placeholders(Map.of("only_h2", h2 ? "" : "-- "))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DatabaseException(
                    "the database of storage.url has tables this version can't use: "
                            + e.getMessage());
        }
    }

    public DataSource source() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
