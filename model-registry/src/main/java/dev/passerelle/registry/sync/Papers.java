package dev.passerelle.registry.sync;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The files beside a model's weights: configuration, tokenizer, templates, documents. All are
/// data, chosen by name.
final class Papers {

    private static final Pattern DATA =
            Pattern.compile(
                    "(?!.*\\.index\\.json)[^/]*(config|tokenizer|tokens|vocab|template|modules|params|labels)[^/]*\\.json"
                            + "|[^/]+\\.jinja2?"
                            + "|(vocab|merges)[^/]*\\.txt"
                            + "|(tokenizer|spiece|sentencepiece(\\.bpe)?|spm|bpe|source|target)\\.(model|spm)"
                            + "|[^/]+\\.tiktoken",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern DOCUMENT =
            Pattern.compile(
                    "README\\.md|(LICEN[CS]E|NOTICE|COPYING|USE_POLICY)[^/]{0,40}",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern CODE =
            Pattern.compile(
                    ".*\\.(py|pyc|so|sh|js|bin|zip|gz|tar|html?)", Pattern.CASE_INSENSITIVE);

    private final Set<String> directories;

    /// @param directories where the model's files lie, each with a `/` at its end; their parents
    ///   are looked into as well
    Papers(Collection<String> directories) {
        this.directories = new HashSet<>(List.of("", "additional_chat_templates/"));
        for (String directory : directories) {
            for (int end = directory.length();
                    end > 0;
                    end = directory.lastIndexOf('/', end - 2) + 1) {
                this.directories.add(directory.substring(0, end));
            }
        }
    }

    /// Whether a file belongs to the model.
    boolean include(String path) {
        return isData(path)
                || (isNear(path)
                        && DOCUMENT.matcher(name(path)).matches()
                        && !CODE.matcher(path).matches());
    }

    /// Whether a file belongs to the model and it can't do without.
    boolean isData(String path) {
        return isNear(path) && DATA.matcher(name(path)).matches();
    }

    private boolean isNear(String path) {
        return directories.contains(path.substring(0, path.lastIndexOf('/') + 1));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
