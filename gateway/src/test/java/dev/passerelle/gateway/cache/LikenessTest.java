package dev.passerelle.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.cache.CacheListener.Outcome;
import dev.passerelle.gateway.cache.ResponseCache.Wish;
import dev.passerelle.gateway.config.CacheConfig;
import dev.passerelle.gateway.config.CacheConfig.Semantic;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Regions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The cache with a semantic one before it. All texts are near each other here.
@Timeout(60)
class LikenessTest {
    private static final String QUESTION = "What is the capital of France?";
    private static final String PARAPHRASE = "What's the capital of France?";

    private final World world = world(new Semantic("e", 0.95, 10));

    private static World world(Semantic semantic) {
        return new World(config(semantic), SecondLevel.NONE, _ -> _ -> new float[] {1, 0});
    }

    private static CacheConfig config(CacheConfig.@Nullable Semantic semantic) {
        return new CacheConfig(1 << 20, Duration.ofMinutes(10), false, null, semantic);
    }

    @Test
    void answersAParaphrase() throws Exception {
        assertThat(told(chat(QUESTION))).isEqualTo("miss");
        try (Answer again = ask(chat(PARAPHRASE), World.caller("p"), Regions.ALL)) {
            assertThat(World.note(again, "x-cache")).isEqualTo("hit");
            assertThat(World.note(again, "x-passerelle-cache-score")).isEqualTo("1.000");
            assertThat(World.parts(again)).containsExactly("x");
        }
        assertThat(world.outcomes).containsExactly(Outcome.MISS, Outcome.HIT);
    }

    @Test
    void theSameRequestHasNoScore() throws Exception {
        assertThat(told(chat(QUESTION))).isEqualTo("miss");
        try (Answer again = ask(chat(QUESTION), World.caller("p"), Regions.ALL)) {
            assertThat(World.note(again, "x-cache")).isEqualTo("hit");
            assertThat(World.note(again, "x-passerelle-cache-score")).isEmpty();
        }
    }

    @Test
    void anotherQuestionIsAskedAnew() throws Exception {
        assertThat(told(chat(QUESTION))).isEqualTo("miss");
        assertThat(told(chat("What is the capital of Italy?"))).isEqualTo("miss");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model':'m','temperature':0,'seed':1,'messages':[{'role':'user','content':'%s'}]}",
                "{'model':'m','temperature':0,'messages':[{'role':'system','content':'No.'},{'role':'user','content':'%s'}]}",
                "{'model':'m','temperature':0,'messages':[{'role':'user','content':'A'},{'role':'assistant','content':'B'},{'role':'user','content':'%s'}]}",
                "{'model':'m','temperature':0,'stream':true,'messages':[{'role':'user','content':'%s'}]}",
            })
    void allButTheQuestionMustBeTheSame(String body) throws Exception {
        assertThat(told(chat(QUESTION))).isEqualTo("miss");
        assertThat(told(body(body, PARAPHRASE))).isEqualTo("miss");
        assertThat(told(body(body, QUESTION))).isEqualTo("hit");
    }

    @Test
    void projectsAndRegionsAreApart() throws Exception {
        assertThat(told(chat(QUESTION))).isEqualTo("miss");
        Caller caller = World.caller("p");
        assertThat(told(chat(PARAPHRASE), World.caller("q"), Regions.ALL)).isEqualTo("miss");
        assertThat(told(chat(PARAPHRASE), caller, new Regions(Set.of("fr")))).isEqualTo("miss");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model':'m','tools':[{'type':'function'}],'messages':[{'role':'user','content':'%s'}]}",
                "{'model':'m','messages':[{'role':'tool','content':'1'},{'role':'user','content':'%s'}]}",
                "{'model':'m','messages':[{'role':'user','content':[{'type':'text','text':'%s'},{'type':'image_url'}]}]}",
                "{'model':'m','messages':[{'role':'user','content':'%s'},{'role':'assistant','content':'The'}]}",
                "{'model':'m','prompt':'%s'}",
            })
    void toolsAndPicturesAreNotCompared(String body) throws Exception {
        assertThat(told(body(body, QUESTION))).isEqualTo("miss");
        assertThat(told(body(body, PARAPHRASE))).isEqualTo("miss");
    }

    @Test
    void aTextPartIsText() throws Exception {
        String body =
                "{'model':'m','messages':[{'role':'user','content':[{'type':'text','text':'%s'}]}]}";
        assertThat(told(body(body, QUESTION))).isEqualTo("miss");
        assertThat(told(body(body, PARAPHRASE))).isEqualTo("hit");
    }

    @Test
    void endsWithItsAnswer() throws Exception {
        assertThat(told(chat(QUESTION))).isEqualTo("miss");
        world.pass(Duration.ofMinutes(10));
        assertThat(told(chat(PARAPHRASE))).isEqualTo("miss");
    }

    @Test
    void isOffAndOnAsConfigured() throws Exception {
        world.cache.update(config(null));
        assertThat(told(chat(QUESTION))).isEqualTo("miss");
        assertThat(told(chat(PARAPHRASE))).isEqualTo("miss");
        world.cache.update(config(new Semantic("e", 0.9, 10)));
        assertThat(told(chat("How tall is Etna?"))).isEqualTo("miss");
        assertThat(told(chat("What is the height of Etna?"))).isEqualTo("hit");
    }

    private static String chat(String text) {
        return body(
                "{'model':'m','temperature':0,'messages':[{'role':'user','content':'%s'}]}", text);
    }

    private static String body(String pattern, String text) {
        return pattern.replace('\'', '"').formatted(text);
    }

    private String told(String body) throws InterruptedException {
        return told(body, World.caller("p"), Regions.ALL);
    }

    private String told(String body, Caller caller, Regions regions) throws InterruptedException {
        try (Answer answer = ask(body, caller, regions)) {
            assertThat(World.parts(answer)).isEqualTo(List.of("x"));
            return World.note(answer, "x-cache");
        }
    }

    private Answer ask(String body, Caller caller, Regions regions) throws InterruptedException {
        return world.cache.answer(
                world.model(),
                World.call(body, Endpoint.CHAT_COMPLETIONS, true, caller, regions),
                Wish.DEFAULT,
                () -> world.says("x"));
    }
}
