package dev.passerelle.loadtests.stub;

import java.net.URI;

/// A server of the OpenAI API that answers as it was programmed to.
public final class Stub implements AutoCloseable {
    private final StubOptions options;

    private Stub(StubOptions options) {
        this.options = options;
    }

    /// Begins to listen.
    ///
    /// @throws java.io.UncheckedIOException if its port is taken
    public static Stub start(StubOptions options) {
        return new Stub(options);
    }

    public int port() {
        return options.port();
    }

    /// Where the API's paths begin, `/v1` included.
    public URI url() {
        return URI.create("http://" + options.host() + ":" + port() + "/v1");
    }

    @Override
    public void close() {}
}
