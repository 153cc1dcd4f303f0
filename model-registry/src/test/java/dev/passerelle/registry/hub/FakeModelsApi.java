package dev.passerelle.registry.hub;

import dev.passerelle.registry.hub.FakeHub.Detail;
import dev.passerelle.registry.hub.FakeRepository.Visibility;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// `GET /api/models/{repository}`: commit, list of files, tree.
final class FakeModelsApi implements HttpListener.Handler {

    private static final Pattern MODEL =
            Pattern.compile("/api/models/([^/]+/[^/]+)(?:/revision/([^/]+))?");
    private static final Pattern TREE = Pattern.compile("/api/models/([^/]+/[^/]+)/tree/([^/]+)/?");
    private static final JsonMapper JSON = new JsonMapper();

    private final FakeHub hub;

    FakeModelsApi(FakeHub hub) {
        this.hub = hub;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        String path = exchange.request().path();
        Matcher model = MODEL.matcher(path);
        Matcher tree = TREE.matcher(path);
        if (tree.matches() && hub.detail() != Detail.NAMES_ONLY) {
            listed(exchange, tree.group(1), tree.group(2), true);
        } else if (model.matches()) {
            String revision = model.group(2);
            listed(exchange, model.group(1), revision == null ? "main" : revision, false);
        } else {
            HubAnswers.refuse(exchange, 404, "", "Sorry, we can't find the page");
        }
    }

    private void listed(Exchange exchange, String name, String revision, boolean tree)
            throws IOException {
        FakeRepository repository = hub.find(name);
        if (HubAnswers.refused(exchange, repository, false) || repository == null) {
            return;
        }
        Fault.OfHub fault = hub.next(Fault.OfHub.class, name, FakeHub.LISTING);
        if (HubAnswers.answered(exchange, fault)) {
            return;
        }
        if (fault instanceof Fault.Redirect(String location)) {
            exchange.send(307, Map.of("Location", location), new byte[0]);
            return;
        }
        String reference = HubAnswers.decode(revision);
        String commit = repository.commit(reference).orElse(null);
        if (commit == null) {
            HubAnswers.noRevision(exchange, reference);
        } else if (tree) {
            tree(exchange, repository, commit);
        } else {
            send(exchange, model(exchange, repository, commit), Map.of());
        }
    }

    private Object model(Exchange exchange, FakeRepository repository, String commit) {
        boolean blobs =
                hub.detail() == Detail.FULL && exchange.request().target().contains("blobs=true");
        List<Object> siblings = new ArrayList<>();
        repository
                .files(commit)
                .forEach((path, file) -> siblings.add(blobs ? sibling(path, file) : names(path)));
        Visibility visibility = repository.access().visibility();
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("id", repository.name());
        model.put("modelId", repository.name());
        model.put("sha", commit);
        model.put("private", visibility == Visibility.PRIVATE);
        model.put("gated", visibility == Visibility.GATED ? "auto" : false);
        model.put("disabled", false);
        model.put("tags", List.of());
        model.put("siblings", siblings);
        return model;
    }

    private static Map<String, Object> names(String path) {
        Map<String, Object> sibling = new LinkedHashMap<>();
        sibling.put("rfilename", path);
        return sibling;
    }

    private static Map<String, Object> sibling(String path, FakeFile file) {
        Map<String, Object> sibling = names(path);
        sibling.put("blobId", file.gitId());
        sibling.put("size", file.size());
        if (file.large()) {
            sibling.put("lfs", large("sha256", file));
        }
        return sibling;
    }

    private void tree(Exchange exchange, FakeRepository repository, String commit)
            throws IOException {
        boolean recursive = exchange.request().target().matches(".*[?&]recursive=(?i:true|1).*");
        List<Object> entries = entries(repository.files(commit), recursive);
        int from = cursor(exchange.request().target());
        int to = Math.min(entries.size(), from + hub.pageSize());
        String next =
                "<%s%s?recursive=%s&cursor=%d>; rel=\"next\""
                        .formatted(hub.endpoint(), exchange.request().path(), recursive, to);
        send(
                exchange,
                entries.subList(Math.min(from, to), to),
                to < entries.size() ? Map.of("Link", next) : Map.of());
    }

    private static List<Object> entries(Map<String, FakeFile> files, boolean recursive) {
        TreeSet<String> directories = new TreeSet<>();
        List<Object> entries = new ArrayList<>();
        files.forEach((path, file) -> {
            for (int i = path.indexOf('/'); i > 0; i = path.indexOf('/', i + 1)) {
                directories.add(path.substring(0, i));
            }
            if (recursive || path.indexOf('/') < 0) {
                entries.add(entry(path, file));
            }
        });
        directories.stream()
                .filter(directory -> recursive || directory.indexOf('/') < 0)
                .forEach(directory -> entries.add(directory(directory)));
        return entries;
    }

    private static Map<String, Object> directory(String path) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("type", "directory");
        entry.put("oid", FakeFile.small(path).digest().hex());
        entry.put("size", 0);
        entry.put("path", path);
        return entry;
    }

    private static Map<String, Object> entry(String path, FakeFile file) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("type", "file");
        entry.put("oid", file.gitId());
        entry.put("size", file.size());
        if (file.large()) {
            entry.put("lfs", large("oid", file));
        }
        entry.put("path", path);
        return entry;
    }

    private static Map<String, Object> large(String digestName, FakeFile file) {
        Map<String, Object> lfs = new LinkedHashMap<>();
        lfs.put(digestName, file.digest().hex());
        lfs.put("size", file.size());
        lfs.put("pointerSize", file.pointer().length);
        return lfs;
    }

    private static int cursor(String target) {
        Matcher cursor = Pattern.compile("[?&]cursor=(\\d+)").matcher(target);
        return cursor.find() ? Integer.parseInt(cursor.group(1)) : 0;
    }

    private static void send(Exchange exchange, Object body, Map<String, String> headers)
            throws IOException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/json; charset=utf-8");
        exchange.send(200, all, JSON.writeValueAsBytes(body));
    }
}
