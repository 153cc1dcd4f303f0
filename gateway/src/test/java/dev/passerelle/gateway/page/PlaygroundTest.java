package dev.passerelle.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route.FulfillOptions;
import dev.passerelle.gateway.FakeGenerator;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationEvent.Reasoning;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Usage;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The playground: a chat that arrives piece by piece, and the comparison of two texts.
class PlaygroundTest extends OfferVisit {
    PlaygroundTest() {
        super(FakeGenerator.silent());
    }

    @Override
    @AfterEach
    void leave() {
        super.leave();
        offer.generator.requests.clear();
    }

    @Test
    void streamsAConversation() throws InterruptedException {
        chatWith("smollm2-135m-instruct");
        visit.byId("system").fill("Be brief.");
        FakeGenerator.Running first = ask("What is a passerelle?");
        first.say(delta("A foot"));
        assertThat(answer()).hasText("A foot");
        first.say(delta("bridge <b>& so on"));
        finish(first);
        assertThat(answer()).hasText("A footbridge <b>& so on");
        assertThat(visit.page().locator(".turn .pace").last()).containsText("3 tokens");
        finish(ask("And what else?"));
        assertThat(visit.page().locator(".turn")).hasCount(4);
        assertThat(offer.generator.requests).hasSize(2);
    }

    @Test
    void foldsReasoningAway() throws InterruptedException {
        chatWith("smollm2-135m-instruct");
        FakeGenerator.Running running = ask("Why?");
        running.say(new Reasoning("They ask for <reasons>.", 1));
        Locator thought = visit.page().locator(".turn .thought").last();
        assertThat(thought.locator("summary")).hasText("Reasoning");
        assertThat(thought.locator("p")).isHidden();
        running.say(delta("Because."));
        finish(running);
        assertThat(answer()).hasText("Because.");
        thought.locator("summary").click();
        assertThat(thought.locator("p")).hasText("They ask for <reasons>.");
        assertThat(visit.page().locator(".turn .thought").first()).isHidden();
    }

    @Test
    void stopsTheGeneration() throws Exception {
        chatWith("smollm2-135m-instruct");
        FakeGenerator.Running running = ask("Count.");
        running.say(delta("1, 2, "));
        assertThat(answer()).hasText("1, 2, ");
        visit.button("Stop").click();
        assertThat(running.cancelled().get(5, TimeUnit.SECONDS)).isTrue();
        visit.sees("Stopped.");
        assertThat(visit.focused()).isEqualTo("message");
    }

    @Test
    void saysThatAStreamBroke() throws InterruptedException {
        chatWith("smollm2-135m-instruct");
        FakeGenerator.Running running = ask("Fail.");
        running.say(delta("So"));
        running.say(
                new Failed(
                        new InferenceException.Failed("The session was lost.", new Exception())));
        assertThat(trouble()).hasText("The session was lost.");
        assertThat(visit.byId("send")).isVisible();
    }

    @Test
    void saysWhatAnErrorEventSays() {
        String event = "data: {\"error\":{\"message\":\"Out of luck.\"}}\n\n";
        FulfillOptions answer =
                new FulfillOptions().setContentType("text/event-stream").setBody(event);
        visit.page().route("**/v1/chat/completions", route -> route.fulfill(answer));
        chatWith("smollm2-135m-instruct");
        visit.byId("message").fill("Hello?");
        visit.press("Enter");
        assertThat(trouble()).hasText("Out of luck.");
    }

    @Test
    void waitsForAModelThatIsLoading() {
        chatWith("croissant-llm-chat");
        visit.byId("message").fill("Hello?");
        visit.press("Enter");
        visit.sees("Asking again in");
        visit.press("Escape");
        visit.sees("Stopped.");
    }

    @Test
    void watchesOnlyTheChosenModelAndSendsTheKeyEverywhere() {
        List<String> asked = new CopyOnWriteArrayList<>();
        visit.page()
                .onRequest(request -> {
                    if (request.url().contains("/api/")) {
                        asked.add(path(request) + key(request));
                    }
                });
        chatWith("smollm2-135m-instruct");
        visit.byId("key").fill("sk-test");
        visit.byId("model").selectOption("bge-small-en-v1.5");
        visit.sees("First text");
        visit.page().waitForCondition(() -> asked.size() == 3);
        assertThat(asked)
                .containsExactly(
                        "/api/catalogue null",
                        "/api/catalogue/smollm2-135m-instruct null",
                        "/api/catalogue/bge-small-en-v1.5 Bearer sk-test");
    }

    private static String path(Request request) {
        return URI.create(request.url()).getPath();
    }

    private static String key(Request request) {
        return " " + request.headers().get("authorization");
    }

    @Test
    void comparesTwoTexts() {
        visit.at("#/playground?model=bge-small-en-v1.5");
        visit.byId("text-a").fill("abc");
        visit.byId("text-b").fill("abc");
        visit.button("Compare").click();
        // the fake's vectors are (0, 0.5, 3) and (1, 0.5, 3)
        assertThat(visit.byId("similarity").locator("strong")).hasText("0.950");
        assertThat(visit.byId("similarity").locator("progress")).hasCount(1);
    }

    private void chatWith(String model) {
        visit.at("#/playground?model=" + model);
        assertThat(visit.byId("model")).hasValue(model);
        visit.byId("message").focus();
    }

    private FakeGenerator.Running ask(String question) throws InterruptedException {
        visit.byId("message").fill(question);
        visit.press("Enter");
        return Objects.requireNonNull(
                offer.generator.generations.poll(5, TimeUnit.SECONDS), "no generation began");
    }

    private Locator trouble() {
        return visit.page().locator(".turn .trouble").last();
    }

    private Locator answer() {
        return visit.page().locator(".turn").last().locator(".said");
    }

    private static Delta delta(String text) {
        return new Delta(text, 1, List.of());
    }

    private static void finish(FakeGenerator.Running running) {
        running.say(new Finished(FinishReason.STOP, new Usage(FakeGenerator.PROMPT_TOKENS, 3)));
    }
}
