package dev.passerelle.gateway.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// The database, its tables in their newest form. H2 in a file, or PostgreSQL.
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 4;

    private final HikariDataSource pool;

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /// Connects, and brings the tables to their newest form.
    ///
    /// @param url of JDBC, `jdbc:h2:` or `jdbc:postgresql:`
    /// @throws RuntimeException if it can't be reached, or is another program's
    public static Database open(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("storage");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        HikariDataSource pool = new HikariDataSource(config);
        try {
            migrate(pool);
        } catch (RuntimeException | Error e) {
            pool.close();
            throw e;
        }
        return new Database(pool);
    }

    private static void migrate(DataSource source) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:dev/passerelle/gateway/storage")
                .load()
                .migrate();
    }

    public DataSource source() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
