package dev.passerelle.registry.sync;

import dev.passerelle.registry.BundledModels;
import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.PullListener;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A process of its own that pulls one source, for tests that kill it or start two: `PullProcess
/// HF_ENDPOINT HF_HUB_CACHE PASSERELLE_HOME SOURCE`. Begins when it reads a line; prints `received
/// N` as bytes arrive, and the commit at the end.
public final class PullProcess {

    private PullProcess() {}

    static Process start(String endpoint, Path cache, Path home, String source) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx128m",
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path", "") + File.pathSeparator,
                        PullProcess.class.getName(),
                        endpoint,
                        cache.toString(),
                        home.toString(),
                        source)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ModelRegistry registry =
                ModelRegistry.of(
                        new BundledModels(List.of()),
                        Map.of("HF_ENDPOINT", arguments[0], "HF_HUB_CACHE", arguments[1]),
                        Path.of(arguments[2]),
                        Set.of());
        PullListener progress =
                new PullListener() {
                    @Override
                    public void received(String file, long bytes) {
                        System.out.println("received " + bytes);
                    }
                };
        System.in.read();
        System.out.println(
                registry.pull(ModelSource.parse(arguments[3], Path.of("")), progress).revision());
    }
}
