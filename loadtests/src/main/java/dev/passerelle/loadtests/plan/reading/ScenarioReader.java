package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.ScenarioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads scenarios. A flag wins over the file, the file over the default; values of the file may
/// name variables of the environment.
public final class ScenarioReader {
    private final Map<String, String> environment;

    public ScenarioReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /// The scenario of a file and flags. A model that nobody names is left empty.
    ///
    /// @param file null for none
    /// @param flags texts by name of flag; the text of a flag without a value is empty
    /// @throws ScenarioException for the first thing wrong
    public Scenario read(@Nullable Path file, Map<String, List<String>> flags) {
        Expansion expansion = new Expansion(environment);
        Map<String, Setting> settings = new LinkedHashMap<>();
        if (file != null) {
            YamlSettings.parse(file.toString(), text(file))
                    .forEach((path, setting) -> put(settings, path, setting, expansion));
        }
        Map<String, Setting> stronger =
                FlagSettings.of(flags, new Settings(settings).traffic(), expansion);
        dropReplaced(settings, stronger);
        settings.putAll(stronger);
        return new ScenarioCompiler(new Settings(settings), environment, directory(file)).compile();
    }

    private static void put(
            Map<String, Setting> settings, String path, Setting setting, Expansion expansion) {
        KnownKeys.check(path, setting);
        boolean literal = KnownKeys.isOf(ValueType.Form.JSON, path);
        settings.put(path, literal ? setting : expansion.expand(path, setting));
    }

    /// Keys of a file go where flags bring keys, arrivals where flags want another kind of them.
    private static void dropReplaced(Map<String, Setting> file, Map<String, Setting> flags) {
        List<String> keys = List.of(TargetKeys.KEYS.name(), TargetKeys.KEY_FILE.name());
        if (keys.stream().anyMatch(flags::containsKey)) {
            keys.forEach(file::remove);
        }
        ArrivalChoice wanted = new ArrivalChoice(new Settings(flags));
        if (!wanted.allows(new ArrivalChoice(new Settings(file)))) {
            ArrivalKeys.ALL.forEach(key -> file.remove(key.name()));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new ScenarioException(file + ": there is no such scenario file, nor a command");
        } catch (IOException e) {
            throw new ScenarioException(file + ": can't be read as UTF-8 text: " + e);
        }
    }

    private static Path directory(@Nullable Path file) {
        Path start = file == null ? Path.of("flags") : file;
        return Objects.requireNonNull(start.toAbsolutePath().getParent());
    }
}
