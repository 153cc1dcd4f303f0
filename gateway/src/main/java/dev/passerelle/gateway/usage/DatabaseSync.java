package dev.passerelle.gateway.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/// Brings H2's file to the disk. PostgreSQL does so with each commit.
record DatabaseSync(DataSource source) implements Drain.Sync {

    @Override
    public void sync() throws SQLException {
        try (Connection connection = source.getConnection()) {
            if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CHECKPOINT SYNC");
                }
            }
        }
    }
}
