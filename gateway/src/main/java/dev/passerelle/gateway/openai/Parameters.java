package dev.passerelle.gateway.openai;

import static dev.passerelle.gateway.openai.Endpoint.CHAT_COMPLETIONS;
import static dev.passerelle.gateway.openai.Endpoint.COMPLETIONS;
import static dev.passerelle.gateway.openai.Endpoint.EMBEDDINGS;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The table of request fields: every one OpenAI documents for the endpoints served here, and this
/// server's own. `docs/parameters.md` is its printed form.
public final class Parameters {

    public static final List<Parameter> ALL =
            Stream.of(chat(), completions(), embeddings()).flatMap(List::stream).toList();

    private static final Map<Endpoint, Map<String, Parameter>> BY_NAME =
            ALL.stream()
                    .collect(
                            Collectors.groupingBy(
                                    Parameter::endpoint,
                                    Collectors.toMap(Parameter::name, Function.identity())));

    private Parameters() {}

    /// Refuses what can't be honoured.
    ///
    /// @return names of fields nobody documents, which are ignored
    /// @throws InvalidRequest naming the first refused field
    static List<String> check(Endpoint endpoint, ObjectNode body) {
        Map<String, Parameter> known = BY_NAME.getOrDefault(endpoint, Map.of());
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            Parameter parameter = known.get(field.getKey());
            if (parameter == null) {
                unknown.add(field.getKey());
            } else if (refused(parameter, field.getValue())) {
                throw new InvalidRequest(
                        "Unsupported value for '%s': %s"
                                .formatted(parameter.name(), parameter.note()),
                        parameter.name(),
                        "unsupported_value");
            }
        }
        return unknown;
    }

    private static boolean refused(Parameter parameter, JsonNode value) {
        return parameter.treatment() == Treatment.REFUSED
                && !value.isNull()
                && !parameter.neutral().test(value);
    }

    private static List<Parameter> chat() {
        Rows rows = new Rows(CHAT_COMPLETIONS);
        rows.honoured("model", "Id of a served model, see `GET /v1/models`. Required.");
        rows.honoured(
                "messages",
                "At least one message; roles `system`, `developer`, `user`, `assistant`, `tool`; content a string or parts of type `text` (and `refusal`), joined by newlines. An assistant's `tool_calls` and `reasoning_content` (or `reasoning`) reach the template; a `tool` message's `tool_call_id` names a call before it. Required.");
        rows.generation();
        rows.honoured(
                "max_completion_tokens",
                "Most tokens to generate, at least 1. Default: what the context leaves.");
        rows.honoured(
                "max_tokens",
                "Older name of `max_completion_tokens`; if both are given they must agree.");
        rows.honoured("logprobs", "Report each token's log-probability. Default false.");
        rows.honoured(
                "top_logprobs",
                "Alternatives to report with each token, 0 to 20; needs `logprobs: true`.");
        rows.honoured(
                "tools",
                "Up to 128 of type `function`, each with a name of its own; no `parameters` means none.");
        rows.honoured(
                "tool_choice",
                "`none`, `auto`, `required`, a function by name, or `allowed_tools`. Default `auto` with tools.");
        rows.honoured(
                "parallel_tool_calls",
                "Whether one answer may hold several calls. Default true; nothing without tools.");
        rows.refused("functions", Neutral.EMPTY, "the older form is not supported; use `tools`.");
        rows.refused(
                "function_call",
                Neutral.oneOf("none", "auto"),
                "the older form is not supported; use `tool_choice`.");
        rows.honoured(
                "response_format",
                "`text`, `json_object`, or `json_schema` with `name` and `schema`: every finished answer is such JSON, whatever `strict` is. Keywords that can't be followed are refused by name.");
        rows.refused("modalities", Neutral.TEXT_ONLY, "only `[\"text\"]` is supported.");
        rows.refused("audio", Neutral.NEVER, "audio output is not supported; leave it out.");
        rows.refused(
                "prediction", Neutral.NEVER, "predicted outputs are not supported; leave it out.");
        rows.refused(
                "web_search_options", Neutral.NEVER, "web search is not supported; leave it out.");
        rows.refused("moderation", Neutral.NEVER, "moderation is not supported; leave it out.");
        rows.honoured(
                "reasoning_effort",
                "`none`, `minimal`, `low`, `medium`, `high`, `xhigh` or `max`, for the template as `reasoning_effort`; `none` also as `enable_thinking: false`. Templates that know neither go on as ever.");
        rows.honoured(
                "chat_template_kwargs",
                "Extension: further variables of the template, such as `enable_thinking`; they win over `reasoning_effort`.");
        rows.refused(
                "verbosity",
                Neutral.oneOf("medium"),
                "verbosity can't be set for the models served; leave it out or send `medium`.");
        rows.refused(
                "service_tier",
                Neutral.oneOf("auto", "default"),
                "there is one service tier; only `auto` and `default` are accepted.");
        rows.ignored("store", "Nothing is stored.");
        rows.ignored("metadata", "Only matters for stored completions.");
        rows.ignored("user", "Not recorded.");
        rows.ignored("safety_identifier", "Not recorded.");
        rows.ignored("prompt_cache_key", "A hint for OpenAI's cache.");
        rows.ignored("prompt_cache_retention", "A hint for OpenAI's cache.");
        rows.ignored("prompt_cache_options", "A hint for OpenAI's cache.");
        return rows.list();
    }

    private static List<Parameter> completions() {
        Rows rows = new Rows(COMPLETIONS);
        rows.honoured("model", "Id of a served model, see `GET /v1/models`. Required.");
        rows.honoured(
                "prompt",
                "A string, token ids, or an array of up to 64 of either; several give one choice each. Required.");
        rows.generation();
        rows.honoured(
                "max_tokens",
                "Most tokens to generate for each choice, at least 1, with `echo` 0. Default 16.");
        rows.honoured(
                "logprobs",
                "Report log-probabilities with this many alternatives, 0 to 5. Default: none.");
        rows.honoured(
                "best_of",
                "Generate so many, at least `n` and at most 20, and answer the `n` with the highest mean log-probability per token; all are counted. Not streamed. Default `n`.");
        rows.honoured(
                "echo",
                "Repeat the prompt before the text, with `logprobs` its tokens too. Default false.");
        rows.refused(
                "suffix",
                Neutral.EMPTY_TEXT,
                "no model here was trained to insert text before a suffix; leave it out.");
        rows.ignored("user", "Not recorded.");
        return rows.list();
    }

    private static List<Parameter> embeddings() {
        Rows rows = new Rows(EMBEDDINGS);
        rows.honoured("model", "Id of a served embedding model, see `GET /v1/models`. Required.");
        rows.honoured(
                "input",
                "A non-empty string, token ids, or an array of up to 2048 of either. Required.");
        rows.honoured(
                "encoding_format",
                "`float` or `base64` (little-endian 32-bit floats). Default `float`.");
        rows.honoured(
                "dimensions",
                "Accepted when it is the model's own number of dimensions, else an error.");
        rows.ignored("user", "Not recorded.");
        return rows.list();
    }

    private record Rows(Endpoint endpoint, List<Parameter> list) {
        Rows(Endpoint endpoint) {
            this(endpoint, new ArrayList<>());
        }

        void honoured(String name, String note) {
            list.add(new Parameter(endpoint, name, Treatment.HONOURED, Neutral.NEVER, note));
        }

        void ignored(String name, String note) {
            list.add(new Parameter(endpoint, name, Treatment.IGNORED, Neutral.NEVER, note));
        }

        void refused(String name, Predicate<JsonNode> neutral, String note) {
            list.add(new Parameter(endpoint, name, Treatment.REFUSED, neutral, note));
        }

        /// What chat and text completions share.
        void generation() {
            honoured("temperature", "0 to 2; 0 always takes the most likely token. Default 1.");
            honoured("top_p", "Above 0, up to 1. Default 1.");
            honoured(
                    "top_k",
                    "Extension: keep this many most likely tokens; 0 or -1 keeps all. Default 0.");
            honoured(
                    "min_p",
                    "Extension: drop tokens less likely than this share of the most likely one, 0 to 1. Default 0.");
            honoured(
                    "seed",
                    "The same seed and prompt give the same text, whatever else runs. Default: random.");
            honoured("stop", "A string or up to 4; the text ends before the first that appears.");
            honoured(
                    "ignore_eos",
                    "Extension: go on past end-of-sequence tokens, for load tests. Default false.");
            honoured("stream", "Answer with server-sent events. Default false.");
            honoured(
                    "stream_options",
                    "`include_usage`: a last chunk with the usage; only with `stream: true`. `include_obfuscation` and others are ignored.");
            honoured(
                    "n",
                    "Choices for each prompt, 1 to 128, and no more in all than fit the model's slots and queue. Each has a seed of its own, the first the given one. Default 1.");
            honoured(
                    "frequency_penalty",
                    "-2 to 2: how much less likely a token becomes for each time it was generated. Default 0.");
            honoured(
                    "presence_penalty",
                    "-2 to 2: how much less likely a token becomes once it was generated. Default 0.");
            honoured(
                    "repetition_penalty",
                    "Extension: above 0, up to 10; above 1 makes tokens of prompt and text less likely. Default 1.");
            honoured(
                    "logit_bias",
                    "Token ids with -100 to 100, added to their logits before all else. Default: none.");
            honoured(
                    "structured_outputs",
                    "Extension: as in vLLM, one of `json` (a JSON Schema), `regex`, `choice`, `grammar` (EBNF from `root`) and `json_object`: every finished text is such.");
            honoured("guided_json", "Extension: older name of `structured_outputs.json`.");
            honoured("guided_regex", "Extension: older name of `structured_outputs.regex`.");
            honoured("guided_choice", "Extension: older name of `structured_outputs.choice`.");
            honoured("guided_grammar", "Extension: older name of `structured_outputs.grammar`.");
        }
    }
}
