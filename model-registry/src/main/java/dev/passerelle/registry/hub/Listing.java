package dev.passerelle.registry.hub;

import dev.passerelle.registry.hub.HubException.Reason;
import dev.passerelle.registry.hub.Refusals.Subject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Finds what a repository holds at a revision. The model's own entry tells all at huggingface.co;
/// of a mirror that tells less the tree is asked, and of one without trees each file.
final class Listing {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel=\"?next\"?");
    private static final int MOST_FILES = 50_000;

    private final HubApi api;
    private final HubUrls urls;

    Listing(HubApi api, HubUrls urls) {
        this.api = api;
        this.urls = urls;
    }

    Repository of(String name, String revision) throws IOException, InterruptedException {
        Subject subject = new Subject(name, revision, null);
        JsonNode model = api.json(subject, urls.model(name, revision)).json();
        String commit = model.path("sha").asString("");
        if (!COMMIT.matcher(commit).matches()) {
            throw ListedFile.malformed(name, "names no commit for '%s'".formatted(revision));
        }
        JsonNode siblings = model.path("siblings");
        if (!siblings.isArray()) {
            throw ListedFile.malformed(name, "lists no files");
        }
        List<ListedFile> files = new ArrayList<>();
        add(name, siblings, files);
        if (!complete(files)) {
            files = tree(name, commit).orElse(files);
        }
        return new Repository(name, commit, unique(name, each(name, commit, files)));
    }

    private Optional<List<ListedFile>> tree(String name, String commit)
            throws IOException, InterruptedException {
        Subject subject = new Subject(name, commit, null);
        List<ListedFile> files = new ArrayList<>();
        Optional<URI> page = Optional.of(urls.tree(name, commit));
        int entries = 0;
        while (page.isPresent()) {
            Optional<HubApi.Page> answer = api.jsonIfThere(subject, page.get());
            if (answer.isEmpty() || !answer.get().json().isArray()) {
                return Optional.empty();
            }
            add(name, answer.get().json(), files);
            entries += answer.get().json().size();
            page = next(name, page.get(), answer.get().link());
            if (page.isPresent() && (answer.get().json().isEmpty() || entries > MOST_FILES)) {
                throw ListedFile.malformed(name, "lists files without end");
            }
        }
        return complete(files) ? Optional.of(files) : Optional.empty();
    }

    private static void add(String name, JsonNode entries, List<ListedFile> files)
            throws HubException {
        for (JsonNode entry : entries) {
            if (!entry.path("type").asString("file").equals("directory")) {
                files.add(ListedFile.of(name, entry));
            }
            if (files.size() > MOST_FILES) {
                throw new HubException(
                        Reason.PROTOCOL,
                        "%s lists more than %d files; a model has fewer"
                                .formatted(name, MOST_FILES));
            }
        }
    }

    private Optional<URI> next(String name, URI page, String link) throws HubException {
        Matcher next = NEXT.matcher(link);
        if (!next.find()) {
            return Optional.empty();
        }
        URI uri = Redirects.target(name, page, Optional.of(next.group(1)));
        if (!urls.isHub(uri) || uri.equals(page)) {
            throw ListedFile.malformed(name, "continues its list elsewhere");
        }
        return Optional.of(uri);
    }

    private static boolean complete(List<ListedFile> files) {
        return files.stream().allMatch(ListedFile::isComplete);
    }

    private List<RemoteFile> each(String name, String commit, List<ListedFile> files)
            throws IOException, InterruptedException {
        List<RemoteFile> complete = new ArrayList<>();
        for (ListedFile file : files) {
            complete.add(file.isComplete() ? file.complete() : api.file(name, commit, file.path()));
        }
        return complete;
    }

    private static List<RemoteFile> unique(String name, List<RemoteFile> files)
            throws HubException {
        Set<String> paths = new HashSet<>();
        for (RemoteFile file : files) {
            if (!paths.add(file.path())) {
                throw ListedFile.malformed(
                        name, "lists %s twice".formatted(ListedFile.shown(file.path())));
            }
        }
        return files;
    }
}
