package dev.passerelle.loadtests.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A glance at an event says the same as parsing it.
class EventScanTest {
    private static final int TOKEN = EventJson.CHOICES | EventJson.OUTPUT;

    private final EventScan scan = new EventScan();

    /// Lines `what it holds, as a number<TAB>event`, as servers send them.
    private static List<String> recorded() throws IOException {
        try (InputStream in = EventScanTest.class.getResourceAsStream("events.tsv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @Test
    void eventsOfManyServers() throws IOException {
        assertTrue(recorded().size() > 40);
        for (String line : recorded()) {
            int tab = line.indexOf('\t');
            byte[] event = line.substring(tab + 1).getBytes(UTF_8);
            int expected = Integer.parseInt(line.substring(0, tab));
            assertEquals(expected, EventJson.holds(event, 0, event.length), line);
            assertEquals(expected, scan.holds(event, 0, event.length), line);
        }
    }

    /// The usual ones need no parsing.
    @Test
    void usualEventsAreSure() {
        for (String event : List.of(Answers.ROLE, Answers.ONE, Answers.USAGE)) {
            byte[] bytes = event.getBytes(UTF_8);
            assertTrue(scan.scan(bytes, 0, bytes.length) >= 0, event);
        }
        byte[] token = Answers.ONE.getBytes(UTF_8);
        assertEquals(TOKEN, scan.scan(token, 0, token.length));
    }

    /// Cut or with a byte changed: wherever a glance is sure and it can be parsed, both agree.
    @Test
    void damagedEvents() throws IOException {
        Random random = new Random(7);
        byte[] noise = "{}[]\":,\\ nul0".getBytes(UTF_8);
        for (String line : recorded()) {
            byte[] event = line.substring(line.indexOf('\t') + 1).getBytes(UTF_8);
            for (int i = 0; i < 200; i++) {
                byte[] damaged = event.clone();
                damaged[random.nextInt(event.length)] = noise[random.nextInt(noise.length)];
                agree(damaged, damaged.length);
                agree(event, random.nextInt(event.length));
            }
        }
    }

    private void agree(byte[] event, int length) {
        int parsed;
        try {
            parsed = EventJson.holds(event, 0, length);
        } catch (BrokenAnswer e) {
            return;
        }
        int seen = scan.scan(event, 0, length);
        assertTrue(seen < 0 || seen == parsed, () -> new String(event, 0, length, UTF_8));
    }

    @Test
    void whatIsNoEvent() {
        for (String event :
                List.of("", "garbage", "[1]", "\"x\"", "{\"a\":", "{\"choices\":[{]}")) {
            byte[] bytes = event.getBytes(UTF_8);
            assertThrows(BrokenAnswer.class, () -> scan.holds(bytes, 0, bytes.length), event);
        }
    }
}
