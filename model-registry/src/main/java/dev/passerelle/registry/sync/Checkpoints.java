package dev.passerelle.registry.sync;

import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.sync.Checkpoint.Format;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The sets of weights that the names of a repository's files tell of, and which of them a source
/// means.
final class Checkpoints {

    static final String SAFETENSORS = "model.safetensors";
    static final String SAFETENSORS_INDEX = "model.safetensors.index.json";

    /// Of a LoRA adapter as PEFT saves it.
    static final String ADAPTER = "adapter_model.safetensors";

    static final String ADAPTER_CONFIG = "adapter_config.json";
    private static final String SENTENCE_MODULES = "modules.json";
    private static final List<String> SENTENCE_ONNX = List.of("onnx/model.onnx", "model.onnx");
    private static final Pattern SPLIT =
            Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf", Pattern.CASE_INSENSITIVE);
    private static final Pattern QUANTISATION =
            Pattern.compile(
                    "(?<![A-Za-z0-9])((?:I?Q\\d|TQ\\d|MXFP\\d)\\w*|BF16|F16|F32|FP16|FP32)(?=[.-]|$)",
                    Pattern.CASE_INSENSITIVE);

    /// GGUF files that accompany a model: projectors of pictures, statistics of a quantisation.
    private static final Pattern COMPANION =
            Pattern.compile("(.*/)?mmproj.*|.*imatrix.*", Pattern.CASE_INSENSITIVE);

    private final Collection<String> paths;
    private final List<Checkpoint> all = new ArrayList<>();

    Checkpoints(Collection<String> paths) {
        this.paths = paths;
        paths.stream()
                .filter(path -> path.equals(SAFETENSORS) || path.equals(SAFETENSORS_INDEX))
                .sorted()
                .limit(1)
                .map(path -> Checkpoint.of(Format.SAFETENSORS, path))
                .forEach(all::add);
        ggufs().forEach(all::add);
        if (all.isEmpty() && paths.contains(ADAPTER)) {
            all.add(Checkpoint.of(Format.SAFETENSORS, ADAPTER));
        }
        paths.stream()
                .filter(path -> path.endsWith(".onnx"))
                .sorted()
                .map(path -> Checkpoint.of(Format.ONNX, path))
                .forEach(all::add);
    }

    /// All of them, the order being that of formats, then of names.
    List<Checkpoint> all() {
        return all;
    }

    /// Those that are models by themselves.
    List<Checkpoint> models() {
        return with(found -> !COMPANION.matcher(found.main()).matches());
    }

    /// The one a source means; empty if there is none such.
    ///
    /// @throws ModelSourceException if there are several
    Optional<Checkpoint> choose(@Nullable String variant) {
        return variant == null ? chooseByDefault() : chooseNamed(variant);
    }

    private Optional<Checkpoint> chooseByDefault() {
        if (paths.contains(SENTENCE_MODULES)) {
            Optional<Checkpoint> onnx =
                    SENTENCE_ONNX.stream()
                            .filter(paths::contains)
                            .findFirst()
                            .map(path -> Checkpoint.of(Format.ONNX, path));
            if (onnx.isPresent()) {
                return onnx;
            }
        }
        List<Checkpoint> safetensors = with(found -> found.format() == Format.SAFETENSORS);
        return only(safetensors.isEmpty() ? models() : safetensors, "without a variant");
    }

    private Optional<Checkpoint> chooseNamed(String variant) {
        List<Checkpoint> files = with(found -> found.parts().contains(variant));
        if (files.isEmpty()) {
            files = with(found -> found.format() == Format.ONNX && isOnnx(found, variant));
        }
        if (files.isEmpty()) {
            Predicate<String> word = word(variant);
            files =
                    with(found ->
                            found.format() == Format.GGUF
                                    && !COMPANION.matcher(found.main()).matches()
                                    && word.test(found.main()));
        }
        if (files.isEmpty()) {
            files =
                    with(found ->
                            found.format() == Format.ONNX
                                    && found.main().endsWith("_" + variant + ".onnx"));
        }
        if (files.isEmpty()) {
            files = inDirectory(variant);
        }
        return only(files, "as ':%s'".formatted(variant));
    }

    /// `model_quantized` or `model_quantized.onnx`, in whatever directory.
    private static boolean isOnnx(Checkpoint found, String variant) {
        String path = found.main();
        String stem = path.substring(0, path.length() - ".onnx".length());
        return stem.equals(variant) || stem.endsWith("/" + variant) || path.endsWith("/" + variant);
    }

    private List<Checkpoint> inDirectory(String variant) {
        List<Checkpoint> within =
                with(found ->
                        found.format() != Format.SAFETENSORS
                                && ("/" + found.directory()).contains("/" + variant + "/"));
        List<Checkpoint> plain =
                within.stream().filter(found -> found.fileName().equals("model.onnx")).toList();
        return plain.size() == 1 ? plain : within;
    }

    private static Predicate<String> word(String variant) {
        return Pattern.compile(
                        "(?<![A-Za-z0-9])" + Pattern.quote(variant) + "(?![A-Za-z0-9_])",
                        Pattern.CASE_INSENSITIVE)
                .asPredicate();
    }

    private List<Checkpoint> with(Predicate<Checkpoint> condition) {
        return all.stream().filter(condition).toList();
    }

    private Optional<Checkpoint> only(List<Checkpoint> found, String how) {
        if (found.size() > 1) {
            throw new ModelSourceException(
                    "%s, several weights are meant; choose one by a variant: %s"
                            .formatted(how, variants(found)));
        }
        return found.stream().findFirst();
    }

    /// What may stand after the second colon of a source, for people to choose from.
    String variants() {
        return variants(
                models().stream().filter(found -> found.format() != Format.SAFETENSORS).toList());
    }

    private String variants(List<Checkpoint> some) {
        return some.stream().map(this::variant).collect(Collectors.joining(", "));
    }

    /// The shortest variant that means weights and no others.
    String variant(Checkpoint checkpoint) {
        Matcher quantisation = QUANTISATION.matcher(checkpoint.fileName());
        if (checkpoint.format() == Format.GGUF && quantisation.find()) {
            String word = quantisation.group(1).replaceFirst("(?i)\\.gguf$", "");
            List<Checkpoint> meant =
                    models().stream().filter(found -> word(word).test(found.main())).toList();
            if (meant.equals(List.of(checkpoint))) {
                return word;
            }
        }
        return checkpoint.main();
    }

    /// Single files, and the parts of split ones taken together. All parts belong to it, those the
    /// repository lacks too.
    private List<Checkpoint> ggufs() {
        var files = new TreeMap<String, Checkpoint>();
        for (String path : paths) {
            if (path.toLowerCase(Locale.ROOT).endsWith(".gguf")) {
                Matcher split = SPLIT.matcher(path);
                Checkpoint found =
                        split.matches() ? split(split) : Checkpoint.of(Format.GGUF, path);
                files.put(found.main(), found);
            }
        }
        return List.copyOf(files.values());
    }

    private static Checkpoint split(Matcher name) {
        int count = Math.max(1, Integer.parseInt(name.group(3)));
        if (count > 1000) {
            throw new ModelSourceException(
                    "%s: files of more than 1,000 parts are refused".formatted(name.group()));
        }
        String end = name.group().substring(name.end(3));
        List<String> parts =
                IntStream.rangeClosed(1, count)
                        .mapToObj(part ->
                                "%s-%05d-of-%05d%s".formatted(name.group(1), part, count, end))
                        .toList();
        return new Checkpoint(Format.GGUF, parts.getFirst(), parts);
    }
}
