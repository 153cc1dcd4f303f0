package dev.passerelle.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import dev.passerelle.gateway.TestingGateway;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The page's modules that compute, called in the browser.
@ExtendWith(Chromium.class)
@SuppressWarnings("NullAway.Init") // set before each test
class ModulesTest {
    private TestingGateway gateway;
    private Visit visit;

    @BeforeEach
    void open(Browser browser) {
        gateway = TestingGateway.of();
        visit = Visit.of(browser, gateway).at("");
    }

    @AfterEach
    void leave() {
        visit.close();
        gateway.close();
    }

    @Test
    void readsEventsWhereverTheNetworkCutsThem() {
        Object results =
                visit.page()
                        .evaluate(
                                """
                                async () => {
                                  const {EventParser} = await import('/page/sse.js');
                                  const text = ': comment\\ndata: a\\r\\n\\r\\ndata:b\\ndata: c\\n\\nevent: x\\rid: 7\\rdata: {"é":1}\\r\\rdata: cut off';
                                  const results = new Set();
                                  for (let i = 0; i <= text.length; i++) {
                                    for (let j = i; j <= text.length; j++) {
                                      const parser = new EventParser();
                                      const pieces = [text.slice(0, i), text.slice(i, j), text.slice(j)];
                                      results.add(JSON.stringify(pieces.flatMap(piece => parser.push(piece))));
                                    }
                                  }
                                  return [...results];
                                }
                                """);
        assertThat(results).isEqualTo(List.of("[\"a\",\"b\\nc\",\"{\\\"é\\\":1}\"]"));
    }

    @Test
    void readsCharactersCutInTheMiddle() {
        Object results =
                visit.page()
                        .evaluate(
                                """
                                async () => {
                                  const {events} = await import('/page/sse.js');
                                  const bytes = new TextEncoder().encode('data: é🌉\\n\\n');
                                  const body = new ReadableStream({
                                    start(controller) {
                                      bytes.forEach(byte => controller.enqueue(new Uint8Array([byte])));
                                      controller.close();
                                    }
                                  });
                                  const results = [];
                                  for await (const data of events(body)) results.push(data);
                                  return results;
                                }
                                """);
        assertThat(results).isEqualTo(List.of("é🌉"));
    }

    @Test
    void computesCosines() {
        Object results =
                visit.page()
                        .evaluate(
                                """
                                async () => {
                                  const {cosine} = await import('/page/cosine.js');
                                  return [cosine([3, 4], [6, 8]), cosine([1, 0], [0, 2]), cosine([1, 1], [-2, -2]), cosine([0, 0], [1, 2])]
                                    .map(value => value.toFixed(6));
                                }
                                """);
        assertThat(results).isEqualTo(List.of("1.000000", "0.000000", "-1.000000", "0.000000"));
    }
}
