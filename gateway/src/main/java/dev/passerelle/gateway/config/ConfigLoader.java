package dev.passerelle.gateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the configuration. A flag wins over the environment, the environment over the file, the
/// file over the default.
public final class ConfigLoader {

    /// Read from the working directory when no file is named.
    public static final String FILE_NAME = "passerelle.yaml";

    private final Map<String, String> environment;

    public ConfigLoader(Map<String, String> environment) {
        this.environment = environment;
    }

    /// The configuration of a file, the environment and flags.
    ///
    /// @param file null means no file
    /// @param flags value by key name, e.g. `server.port`
    /// @throws ConfigException for the first thing wrong
    public GatewayConfig load(@Nullable Path file, Map<String, String> flags) {
        return read(file, flags).config();
    }

    /// The same, and what it was read from.
    public LoadedConfig read(@Nullable Path file, Map<String, String> flags) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        if (file != null) {
            Expansion expansion = new Expansion(environment);
            YamlSettings.parse(file.toString(), read(file))
                    .forEach((path, setting) -> {
                        KnownKeys.check(path, setting);
                        settings.put(path, expansion.expand(path, setting));
                    });
        }
        settings.putAll(EnvironmentSettings.of(environment));
        flags.forEach((name, text) -> settings.put(name, new Setting(text, flag(name))));
        SecretFiles secrets = new SecretFiles(directory(file));
        GatewayConfig config = new Compiler(new Settings(settings), secrets).compile();
        return new LoadedConfig(
                config,
                Stream.concat(Stream.ofNullable(file), secrets.asked().stream())
                        .collect(Collectors.toSet()));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(file + ": there is no such configuration file", e);
        } catch (IOException e) {
            throw new ConfigException(file + ": can't be read as UTF-8 text: " + e, e);
        }
    }

    private static String flag(String name) {
        return "--" + name.substring(name.lastIndexOf('.') + 1);
    }

    private static Path directory(@Nullable Path file) {
        Path start = file == null ? Path.of(FILE_NAME) : file;
        Path parent = start.toAbsolutePath().getParent();
        return parent == null ? Path.of("/") : parent;
    }
}
