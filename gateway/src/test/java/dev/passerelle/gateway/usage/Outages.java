package dev.passerelle.gateway.usage;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/// A database that is away at times, or loses its answer to a commit.
final class Outages implements DataSource {
    private final DataSource source;
    private final AtomicInteger toLose = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile boolean away;

    Outages(DataSource source) {
        this.source = source;
    }

    void away(boolean now) {
        away = now;
    }

    /// The next answers to commits are lost.
    void loseAnswers(int number) {
        toLose.set(number);
    }

    int lostAnswers() {
        return lost.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (away) {
            throw new SQLException("away", "08006");
        }
        Connection connection = source.getConnection();
        return (Connection)
                Proxy.newProxyInstance(
                        Outages.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (_, method, arguments) -> {
                            try {
                                Object answer = method.invoke(connection, arguments);
                                if (method.getName().equals("commit")
                                        && toLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                                    lost.incrementAndGet();
                                    throw new SQLException("answer lost", "08006");
                                }
                                return answer;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
