package dev.passerelle.registry.hub;

import dev.passerelle.registry.PullListener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/// Compares a verified download from a fake hub with `curl` writing the same file while `sha256sum`
/// reads along: `DownloadBench DIRECTORY [MIB [ROUNDS]]`.
public final class DownloadBench {

    private static final String NAME = "org/name";

    private DownloadBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        int mebibytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1024;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        Path source = Files.createDirectories(directory.resolve("source"));
        write(source.resolve("model.safetensors"), mebibytes);
        double[] ours = new double[rounds];
        double[] curls = new double[rounds];
        try (FakeHub hub = new FakeHub();
                HubClient client = new HubClient(HubSettings.ofProcess().at(hub.endpoint()))) {
            hub.repository(NAME).push(source);
            for (int round = 0; round < rounds; round++) {
                curls[round] = mebibytes / curl(hub, directory);
                ours[round] = mebibytes / download(client, directory);
                System.out.printf("MiB/s: curl %.0f, ours %.0f%n", curls[round], ours[round]);
            }
        }
        System.out.printf(
                "median MiB/s: curl and sha256sum %.0f, ours, forced to disk, %.0f; ratio %.2f%n",
                median(curls), median(ours), median(ours) / median(curls));
    }

    private static double download(HubClient client, Path directory)
            throws IOException, InterruptedException {
        Path target = directory.resolve("ours");
        Files.deleteIfExists(target);
        long start = System.nanoTime();
        Repository repository = client.repository(NAME, "main");
        client.download(repository, repository.files().getFirst(), target, PullListener.SILENT);
        return seconds(start);
    }

    private static double curl(FakeHub hub, Path directory)
            throws IOException, InterruptedException {
        Path target = directory.resolve("curl");
        Files.deleteIfExists(target);
        String url = hub.endpoint() + "/" + NAME + "/resolve/main/model.safetensors";
        long start = System.nanoTime();
        int status =
                new ProcessBuilder("sh", "-c", "curl -sL " + url + " | tee curl | sha256sum")
                        .directory(directory.toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
        if (status != 0) {
            throw new IOException("curl or sha256sum failed: " + status);
        }
        return seconds(start);
    }

    private static void write(Path file, int mebibytes) throws IOException {
        byte[] block = new byte[1 << 20];
        Random random = new Random(1);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
