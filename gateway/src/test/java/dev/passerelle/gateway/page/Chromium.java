package dev.passerelle.gateway.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// The Chromium installed on this machine, one for all tests that take a [Browser]; without one
/// they are skipped and say so.
///
/// The system property `passerelle.chromium` or the environment variable `CHROMIUM` names it where
/// it has none of the usual names.
final class Chromium implements ExecutionCondition, ParameterResolver {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return find().map(path -> ConditionEvaluationResult.enabled("driving " + path))
                .orElseGet(() ->
                        ConditionEvaluationResult.disabled(
                                "no browser: install chromium, or name one by the environment variable CHROMIUM"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browser.class;
    }

    @Override
    public Browser resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Chromium.class))
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .browser();
    }

    private static Optional<Path> find() {
        Stream<@Nullable String> named =
                Stream.of(System.getProperty("passerelle.chromium"), System.getenv("CHROMIUM"));
        return Stream.concat(named.flatMap(Stream::ofNullable).map(Path::of), onPath())
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Path> onPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return NAMES.stream()
                .flatMap(name ->
                        Stream.of(path.split(File.pathSeparator))
                                .map(folder -> Path.of(folder, name)));
    }

    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {

        static Running start() {
            Playwright playwright =
                    Playwright.create(
                            new Playwright.CreateOptions()
                                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            LaunchOptions options =
                    new LaunchOptions().setExecutablePath(find().orElseThrow()).setArgs(FLAGS);
            return new Running(playwright, playwright.chromium().launch(options));
        }

        @Override
        public void close() {
            playwright.close();
        }
    }
}
