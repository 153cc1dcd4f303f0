package dev.passerelle.registry.hub;

import dev.passerelle.registry.hub.RecordedRequest.Server;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A Hugging Face hub on loopback: its models API, files by `resolve`, and a storage for large
/// files at another address, with faults where a test wants them. Python's `huggingface_hub` works
/// with it, given `HF_ENDPOINT` and `HF_HUB_DISABLE_XET=1`.
///
/// ```java
/// try (FakeHub hub = new FakeHub()) {
///     String commit = hub.repository("org/name").push(Map.of("config.json", FakeFile.small("{}")));
///     hub.fault("org/name", "config.json", Fault.status(500));
///     // pull from hub.endpoint()
/// }
/// ```
public final class FakeHub implements AutoCloseable {

    /// What [#fault] calls the answers of the models API about a repository.
    public static final String LISTING = "";

    /// How much a hub tells in its answers; mirrors tell less.
    public enum Detail {
        /// As huggingface.co: sizes and digests in the list.
        FULL,
        /// Names in the model's list, sizes and digests only in its tree.
        TREE_ONLY,
        /// Names only; sizes and digests by asking for each file.
        NAMES_ONLY
    }

    private final Map<String, FakeRepository> repositories = new ConcurrentHashMap<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    private final Stalls stalls = new Stalls();
    private final HttpListener hub;
    private final HttpListener storage;
    private volatile Detail detail = Detail.FULL;
    private volatile int pageSize = 1000;
    private volatile long bytesPerSecond;
    private volatile boolean relativeRedirects;

    public FakeHub() {
        this(0);
    }

    /// @param port of the hub itself; 0 for any
    public FakeHub(int port) {
        ByteServing bytes = new ByteServing(stalls);
        FakeModelsApi api = new FakeModelsApi(this);
        FakeResolve resolve = new FakeResolve(this, bytes);
        FakeStorage large = new FakeStorage(this, bytes);
        this.storage = new HttpListener(Server.STORAGE, 0, exchange -> answer(large, exchange));
        this.hub =
                new HttpListener(
                        Server.HUB,
                        port,
                        exchange ->
                                answer(
                                        exchange.request().target().startsWith("/api/models/")
                                                ? api
                                                : resolve,
                                        exchange));
    }

    /// What `HF_ENDPOINT` must be.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + hub.port());
    }

    /// Where large files come from.
    public URI storage() {
        return URI.create("http://127.0.0.1:" + storage.port());
    }

    /// A repository, which is made when it doesn't exist.
    ///
    /// @param name `org/name`
    public FakeRepository repository(String name) {
        return repositories.computeIfAbsent(name, FakeRepository::new);
    }

    /// Takes a repository away.
    public void remove(String name) {
        repositories.remove(name);
    }

    /// Adds faults: each spoils one GET of a file, in turn.
    ///
    /// @param path of the file, or [#LISTING]
    public void fault(String repository, String path, Fault... next) {
        Collections.addAll(queue(repository, path), next);
    }

    /// Adds one fault several times.
    public void fault(String repository, String path, int times, Fault fault) {
        queue(repository, path).addAll(Collections.nCopies(times, fault));
    }

    /// Forgets all faults that have not happened.
    public void clearFaults() {
        faults.clear();
    }

    /// Lets the bodies go on that stall now.
    public void releaseStalls() {
        stalls.release();
    }

    /// How many bodies stall now.
    public int stalled() {
        return stalls.waiting();
    }

    /// Waits until so many bodies stall.
    public void awaitStalled(int bodies) throws InterruptedException {
        stalls.awaitWaiting(bodies);
    }

    /// Limits the rate of each body.
    ///
    /// @param bytesPerSecond 0 for no limit
    public void throttle(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /// Makes the hub tell less, as some mirrors do.
    public void tell(Detail detail) {
        this.detail = detail;
    }

    /// Sets how many entries of a tree come at once.
    public void pageTrees(int entries) {
        this.pageSize = entries;
    }

    /// Makes the hub redirect small files to another path of its own, as huggingface.co does.
    public void redirectSmallFiles() {
        this.relativeRedirects = true;
    }

    /// What it was asked, in order.
    public List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    /// What one of its servers was asked, in order.
    public List<RecordedRequest> requests(Server server) {
        return requests.stream().filter(request -> request.server() == server).toList();
    }

    /// Forgets what it was asked.
    public void clearRequests() {
        requests.clear();
    }

    @Override
    public void close() {
        stalls.close();
        hub.close();
        storage.close();
    }

    /// The repository of a name, if there is one.
    @Nullable FakeRepository find(String name) {
        return repositories.get(name);
    }

    Detail detail() {
        return detail;
    }

    int pageSize() {
        return pageSize;
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    boolean relativeRedirects() {
        return relativeRedirects;
    }

    /// Takes the next fault of a file if it is of a kind.
    <T extends Fault> @Nullable T next(Class<T> kind, String repository, String path) {
        Queue<Fault> queue = queue(repository, path);
        synchronized (queue) {
            return kind.isInstance(queue.peek()) ? kind.cast(queue.poll()) : null;
        }
    }

    private Queue<Fault> queue(String repository, String path) {
        return faults.computeIfAbsent(repository + '\n' + path, _ -> new ConcurrentLinkedQueue<>());
    }

    private void answer(HttpListener.Handler handler, Exchange exchange)
            throws IOException, InterruptedException {
        requests.add(exchange.request());
        handler.answer(exchange);
    }
}
