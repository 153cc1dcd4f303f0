package dev.passerelle.registry.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Serves a directory of `org/name` folders as a fake hub, for trying things by hand:
/// `FakeHubServer DIRECTORY [PORT [BYTES-PER-SECOND]]`.
public final class FakeHubServer {

    private FakeHubServer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (FakeHub hub = new FakeHub(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0)) {
            if (arguments.length > 2) {
                hub.throttle(Long.parseLong(arguments[2]));
            }
            Path root = Path.of(arguments[0]);
            for (Path organisation : folders(root)) {
                for (Path model : folders(organisation)) {
                    String name = root.relativize(model).toString();
                    System.out.println(name + " " + hub.repository(name).push(model));
                }
            }
            System.out.println("HF_ENDPOINT=" + hub.endpoint());
            Thread.currentThread().join();
        }
    }

    private static List<Path> folders(Path directory) throws IOException {
        try (Stream<Path> list = Files.list(directory)) {
            return list.filter(Files::isDirectory).sorted().toList();
        }
    }
}
