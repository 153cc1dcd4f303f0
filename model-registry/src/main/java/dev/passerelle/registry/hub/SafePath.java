package dev.passerelle.registry.hub;

import dev.passerelle.registry.hub.HubException.Reason;
import java.util.stream.Stream;

/// Tells names of files within a repository from those that lead out of it.
final class SafePath {

    private SafePath() {}

    static boolean isSafe(String path) {
        return path.chars().noneMatch(c -> c == '\\' || c < ' ' || c == 127)
                && Stream.of(path.split("/", -1))
                        .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
    }

    static HubException refusal(String repository, String path) {
        return new HubException(
                Reason.UNSAFE,
                "%s lists a file %s, whose name leads out of the repository; nothing of it is fetched"
                        .formatted(repository, ListedFile.shown(path)));
    }
}
