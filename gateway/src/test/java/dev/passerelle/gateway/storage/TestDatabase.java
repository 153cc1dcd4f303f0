package dev.passerelle.gateway.storage;

import java.util.concurrent.atomic.AtomicInteger;

/// A kind of database that tests run on.
public enum TestDatabase {
    H2,
    POSTGRES;

    private static final AtomicInteger DATABASES = new AtomicInteger();

    /// A new database with all tables, gone with its last connection.
    public Database open() {
        return switch (this) {
            case H2 ->
                    Database.open(
                            "jdbc:h2:mem:test"
                                    + DATABASES.incrementAndGet()
                                    + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
                            "",
                            "");
            case POSTGRES -> Database.open(Postgres.newDatabase(), "postgres", "");
        };
    }
}
