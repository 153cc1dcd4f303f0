package dev.passerelle.registry.store;

import dev.passerelle.registry.ModelSourceException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Which names from outside become names on this disk. All others are refused, on every system
/// alike.
public final class SafeNames {

    private static final Pattern REPOSITORY =
            Pattern.compile("[A-Za-z0-9_][\\w.-]{0,95}/[A-Za-z0-9_][\\w.-]{0,95}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final int MOST_SEGMENT_BYTES = 200;
    private static final int MOST_BYTES = 1000;

    private SafeNames() {}

    /// Whether a revision is a whole commit, which never means anything else later.
    public static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    /// Checks the name of a repository by the hub's own rule.
    public static String repository(String name) {
        if (!REPOSITORY.matcher(name).matches()
                || name.contains("--")
                || name.contains("..")
                || endsBadly(name.substring(0, name.indexOf('/')))
                || endsBadly(name)) {
            throw new ModelSourceException(
                    "%s is not a repository's name: it is org/name, of letters, digits, '-', '_' and '.'"
                            .formatted(shown(name)));
        }
        return name;
    }

    private static boolean endsBadly(String name) {
        return name.endsWith("-") || name.endsWith(".");
    }

    /// Checks a branch, tag, commit or `refs/pr/1`.
    public static String revision(String revision) {
        return checked(revision, "a revision");
    }

    /// Checks which weights of a repository a source names.
    public static String variant(String variant) {
        return checked(variant, "a variant");
    }

    /// Checks the path of one file of a repository.
    public static String path(String path) {
        return checked(path, "a file's path");
    }

    /// Checks the paths of a repository's files, each and together: no two of them may be one file
    /// on a disk that ignores case, none both file and directory.
    public static void paths(Collection<String> paths) {
        Map<String, String> taken = new HashMap<>();
        for (String path : paths) {
            String other = taken.put(folded(path(path)), path);
            if (other != null) {
                throw new ModelSourceException(
                        "the repository's files %s and %s are one on some disks; it can't be stored safely"
                                .formatted(shown(other), shown(path)));
            }
        }
        paths.forEach(path -> refuseFileAsDirectory(path, taken.keySet()));
    }

    private static void refuseFileAsDirectory(String path, Set<String> files) {
        String folded = folded(path);
        for (int slash = folded.indexOf('/'); slash > 0; slash = folded.indexOf('/', slash + 1)) {
            if (files.contains(folded.substring(0, slash))) {
                throw new ModelSourceException(
                        "the repository has %s both as a file and as a directory"
                                .formatted(shown(path.substring(0, slash))));
            }
        }
    }

    private static String folded(String path) {
        return Normalizer.normalize(path, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static String checked(String name, String what) {
        boolean safe =
                !name.isEmpty()
                        && bytes(name) <= MOST_BYTES
                        && name.chars().noneMatch(SafeNames::isForbidden)
                        && Pattern.compile("/")
                                .splitAsStream(name + "/.")
                                .limit(name.chars().filter(c -> c == '/').count() + 1)
                                .allMatch(SafeNames::isSegment);
        if (!safe) {
            throw new ModelSourceException(
                    "%s can't be %s: it must be relative, without '..', empty or over-long parts, backslashes and control characters"
                            .formatted(shown(name), what));
        }
        return name;
    }

    private static boolean isSegment(String segment) {
        return !segment.isEmpty()
                && !segment.equals(".")
                && !segment.equals("..")
                && bytes(segment) <= MOST_SEGMENT_BYTES;
    }

    /// Backslash and colon would be separators elsewhere; U+FFFD and lone surrogates are names that
    /// were garbled on their way.
    private static boolean isForbidden(int c) {
        return c == '\\'
                || c == ':'
                || c == '\uFFFD'
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /// As messages show a name from outside: short and without control characters.
    public static String shown(String name) {
        String clean =
                name.codePoints()
                        .map(c -> isForbidden(c) && c != '\\' && c != ':' ? '?' : c)
                        .limit(120)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        return "'" + clean + (clean.length() < name.length() ? "…'" : "'");
    }
}
