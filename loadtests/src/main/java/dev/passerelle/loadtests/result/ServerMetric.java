package dev.passerelle.loadtests.result;

/// What is read of a server's metrics, whatever it calls them.
public enum ServerMetric {
    QUEUE_DEPTH("queue_depth", "requests waiting"),
    RUNNING("running", "requests being generated or slots in use"),
    SLOTS("slots", "requests that can be generated at once"),
    KV_USED("kv_used", "share of the KV cache in use, 0 to 1"),
    CPU("cpu", "processors used"),
    MEMORY("memory", "resident memory, bytes");

    private final String id;
    private final String meaning;

    ServerMetric(String id, String meaning) {
        this.id = id;
        this.meaning = meaning;
    }

    /// As in files.
    public String id() {
        return id;
    }

    public String meaning() {
        return meaning;
    }
}
