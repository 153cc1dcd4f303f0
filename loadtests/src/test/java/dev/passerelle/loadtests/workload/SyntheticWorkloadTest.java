package dev.passerelle.loadtests.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.loadtests.arrivals.Lengths;
import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.Leaving;
import dev.passerelle.loadtests.plan.Traffic.Prefix;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SyntheticWorkloadTest {
    private static final int MANY = 3000;

    private final Mix mix = new Mix();

    private Workload workload() {
        return new SyntheticWorkload(mix.scenario(), Map.of());
    }

    private Workload leaving(double share, Leaving.Unit unit, String after) {
        var leaving = new Leaving(share, unit, Distributions.parse(after));
        return new SyntheticWorkload(mix.scenario(1, leaving), Map.of());
    }

    private static Ask first(Workload workload, long number) {
        return workload.conversation(number, null).ask(0, List.of());
    }

    private static String body(Workload workload, long number) {
        return Tokenizer.json(first(workload, number)).toString();
    }

    private static String user(Ask ask) {
        var messages = Tokenizer.json(ask).get("messages");
        return messages.get(messages.size() - 1).get("content").asString();
    }

    @Test
    void aConversationDependsOnSeedAndNumberOnly() {
        mix.prompt = "lognormal(50, 30)";
        var forwards = workload();
        var backwards = workload();
        var expected = IntStream.range(0, 500).mapToObj(n -> body(forwards, n)).toList();
        var seen =
                IntStream.range(0, 500).parallel().mapToObj(n -> body(backwards, 499 - n)).toList();
        assertThat(seen.reversed()).isEqualTo(expected);
        var other = new SyntheticWorkload(mix.scenario(2, mix.scenario().leaving()), Map.of());
        assertThat(body(other, 0)).isNotEqualTo(expected.getFirst());
    }

    @Test
    void bodyOfAStream() {
        var ask = first(workload(), 4);
        var json = Tokenizer.json(ask);
        assertThat(json.propertyNames())
                .containsExactly("model", "messages", "max_tokens", "stream", "stream_options");
        assertThat(json.get("model").asString()).isEqualTo("m");
        assertThat(json.get("max_tokens").asInt()).isEqualTo(20);
        assertThat(json.at("/stream_options/include_usage").asBoolean()).isTrue();
        assertThat(user(ask).split(" ")).hasSize(100);
        assertThat(ask.promptTokens()).isEqualTo(100);
        assertThat(ask.outputTokens()).isEqualTo(20);
        assertThat(ask.stream()).isTrue();
        assertThat(ask.keep()).isFalse();
        assertThat(ask.leave()).isNull();
    }

    @Test
    void bodiesOfOtherEndpoints() {
        mix.stream = false;
        mix.endpoint = Endpoint.COMPLETIONS;
        assertThat(Tokenizer.json(first(workload(), 1)).propertyNames())
                .containsExactly("model", "prompt", "max_tokens");
        mix.endpoint = Endpoint.EMBEDDINGS;
        mix.stream = true;
        var ask = first(workload(), 1);
        assertThat(Tokenizer.json(ask).propertyNames()).containsExactly("model", "input");
        assertThat(ask.stream()).isFalse();
        assertThat(ask.outputTokens()).isZero();
    }

    @Test
    void extraFieldsReplaceAndRemove() {
        mix.extra.put("temperature", 0.5);
        mix.extra.put("stream_options", null);
        mix.extra.put("model", "other");
        mix.extra.put("max_completion_tokens", "$output");
        mix.extra.put("stop", List.of("x"));
        var json = Tokenizer.json(first(workload(), 1));
        assertThat(json.propertyNames())
                .containsExactly(
                        "messages",
                        "stream",
                        "temperature",
                        "model",
                        "max_completion_tokens",
                        "stop");
        assertThat(json.get("max_completion_tokens").asInt()).isEqualTo(20);
        mix.extra.put("max_completion_tokens", 7);
        assertThat(first(workload(), 1).outputTokens()).isEqualTo(7);
    }

    @Test
    void kindsComeByWeight() {
        mix.weight = 3;
        var other = new Mix();
        other.name = "texts";
        other.endpoint = Endpoint.EMBEDDINGS;
        var scenario = mix.scenario(1, mix.scenario().leaving(), other.traffic());
        var workload = new SyntheticWorkload(scenario, Map.of());
        var kinds =
                IntStream.range(0, MANY)
                        .mapToObj(n -> first(workload, n).kind())
                        .collect(Collectors.groupingBy(kind -> kind, Collectors.counting()));
        assertThat(kinds.getOrDefault("chat", 0L) / (double) MANY).isCloseTo(0.75, within(0.03));
    }

    @Test
    void promptsDifferFromTheFirstWordsOn() {
        var workload = workload();
        var starts = new HashSet<List<String>>();
        for (int n = 0; n < MANY; n++) {
            starts.add(Arrays.asList(user(first(workload, n)).split(" ")).subList(0, 4));
        }
        assertThat(starts).hasSize(MANY);
    }

    @Test
    void aShareBeginsWithOneOfThePrefixes() {
        mix.prefix = new Prefix(0.4, 30, 5);
        var workload = workload();
        var systems =
                IntStream.range(0, MANY)
                        .mapToObj(n -> Tokenizer.json(first(workload, n)).get("messages"))
                        .filter(messages -> messages.size() == 2)
                        .map(messages -> messages.get(0).get("content").asString())
                        .toList();
        assertThat(systems.size() / (double) MANY).isCloseTo(0.4, within(0.03));
        var prefixes = new HashSet<>(systems);
        assertThat(prefixes).hasSize(5).allMatch(text -> text.split(" ").length == 30);
        mix.endpoint = Endpoint.COMPLETIONS;
        var texts = workload();
        long prefixed =
                IntStream.range(0, MANY)
                        .mapToObj(n -> Tokenizer.json(first(texts, n)).get("prompt").asString())
                        .peek(text -> assertThat(text.split(" ")).hasSize(100))
                        .filter(text -> prefixes.stream().anyMatch(text::startsWith))
                        .count();
        assertThat(prefixed).isEqualTo(systems.size());
    }

    @Test
    void aShareOfClientsLeaves() {
        var after = leaving(0.25, Leaving.Unit.SECONDS, "uniform(1, 2)");
        var leaves = IntStream.range(0, MANY).mapToObj(n -> first(after, n).leave()).toList();
        assertThat(leaves.stream().filter(leave -> leave != null).count() / (double) MANY)
                .isCloseTo(0.25, within(0.03));
        assertThat(leaves)
                .filteredOn(leave -> leave != null)
                .allSatisfy(leave ->
                        assertThat(((Leave.After) leave).nanos())
                                .isBetween(1_000_000_000L, 2_000_000_000L));
        assertThat(first(leaving(1, Leaving.Unit.TOKENS, "3"), 1).leave())
                .isEqualTo(new Leave.AfterTokens(3));
    }

    @Test
    void leavingChangesNoPrompt() {
        var all = leaving(1, Leaving.Unit.TOKENS, "3");
        assertThat(body(all, 17)).isEqualTo(body(workload(), 17));
    }

    @Test
    void turnsSendWhatWasSaidBefore() {
        mix.turns = "3";
        mix.prefix = new Prefix(1, 10, 1);
        var conversation = workload().conversation(9, null);
        assertThat(conversation.turns()).isEqualTo(3);
        var last = conversation.ask(2, List.of("first answer", "second answer"));
        var messages = Tokenizer.json(last).get("messages");
        assertThat(messages.findValuesAsString("role"))
                .containsExactly("system", "user", "assistant", "user", "assistant", "user");
        assertThat(messages.get(1)).isEqualTo(opening(conversation));
        assertThat(messages.get(4).get("content").asString()).isEqualTo("second answer");
        assertThat(last.promptTokens()).isEqualTo(3 * 100 + 2 * 20);
        assertThat(last.keep()).isFalse();
        assertThat(conversation.ask(1, List.of("")).keep()).isTrue();
        assertThat(conversation.pause(1)).isEqualTo(1_500_000_000);
    }

    private static JsonNode opening(Conversation conversation) {
        return Tokenizer.json(conversation.ask(0, List.of())).get("messages").get(1);
    }

    @Test
    void aTextGoesOnWhereTheModelStopped() {
        mix.turns = "2";
        mix.endpoint = Endpoint.COMPLETIONS;
        var conversation = workload().conversation(9, null);
        String before = prompt(conversation.ask(0, List.of()));
        String after = prompt(conversation.ask(1, List.of(" and so on")));
        assertThat(after).startsWith(before + " and so on ");
        assertThat(after.split(" ")).hasSize(203);
    }

    private static String prompt(Ask ask) {
        return Tokenizer.json(ask).get("prompt").asString();
    }

    @Test
    void aTraceTellsLengths() {
        mix.turns = "4";
        var conversation = workload().conversation(3, new Lengths(7, 0));
        var ask = conversation.ask(0, List.of());
        assertThat(conversation.turns()).isEqualTo(1);
        assertThat(user(ask).split(" ")).hasSize(7);
        assertThat(ask.outputTokens()).isEqualTo(1);
    }

    @Test
    void keysInTurn() {
        var workload = workload();
        assertThat(IntStream.range(0, 4).mapToObj(n -> first(workload, n).key()))
                .containsExactly("one", "two", "three", "one");
    }
}
