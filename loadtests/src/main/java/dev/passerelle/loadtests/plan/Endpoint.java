package dev.passerelle.loadtests.plan;

/// An endpoint of the API that load can be put on.
public enum Endpoint {
    CHAT("chat", "/chat/completions"),
    COMPLETIONS("completions", "/completions"),
    EMBEDDINGS("embeddings", "/embeddings");

    private final String id;
    private final String path;

    Endpoint(String id, String path) {
        this.id = id;
        this.path = path;
    }

    /// As scenarios and reports write it.
    public String id() {
        return id;
    }

    /// Its path, after `/v1`.
    public String path() {
        return path;
    }
}
