// Programs that call a model on this very host, ready to be copied.

const PROMPT = 'What is a footbridge?';
const KEY = 'PASSERELLE_API_KEY';

const quoted = value => JSON.stringify(value);

const shellQuoted = value => `'${value.replaceAll("'", `'\\''`)}'`;

/** What a model is asked through: `chat`, `completion` or `embedding`; undefined when through none of them. */
export function usage(entry) {
  const can = new Set(entry.capabilities ?? []);
  return can.has('chat') ? 'chat' : can.has('completions') ? 'completion' : can.has('embeddings') ? 'embedding' : undefined;
}

/** The snippets of a use: `[{language, code}]`. */
export function snippets(use, model, base) {
  return [
    {language: 'curl', code: curl(use, model, base)},
    {language: 'Python', code: python(use, model, base)},
    {language: 'JavaScript', code: javascript(use, model, base)},
    {language: 'Java', code: java(use, model, base)},
  ];
}

function curl(use, model, base) {
  const [path, body] = {
    chat: ['chat/completions', {model, messages: [{role: 'user', content: PROMPT}], stream: true}],
    completion: ['completions', {model, prompt: 'A footbridge is', max_tokens: 64, stream: true}],
    embedding: ['embeddings', {model, input: ['A footbridge', 'A narrow bridge']}],
  }[use];
  return `curl ${body.stream ? '--no-buffer ' : ''}${shellQuoted(`${base}/${path}`)} \\
  -H "Authorization: Bearer $${KEY}" \\
  -H 'Content-Type: application/json' \\
  -d ${shellQuoted(lines(body))}`;
}

/** JSON with a line per member. */
function lines(body) {
  const members = Object.entries(body).map(([name, value]) => `    ${quoted(name)}: ${quoted(value)}`);
  return `{\n${members.join(',\n')}\n  }`;
}

function python(use, model, base) {
  const call = {
    chat: `stream = client.chat.completions.create(
    model=${quoted(model)},
    messages=[{"role": "user", "content": ${quoted(PROMPT)}}],
    stream=True,
)
for chunk in stream:
    print(chunk.choices[0].delta.content or "", end="", flush=True)`,
    completion: `stream = client.completions.create(
    model=${quoted(model)},
    prompt="A footbridge is",
    max_tokens=64,
    stream=True,
)
for chunk in stream:
    print(chunk.choices[0].text, end="", flush=True)`,
    embedding: `answer = client.embeddings.create(
    model=${quoted(model)},
    input=["A footbridge", "A narrow bridge"],
)
for item in answer.data:
    print(item.index, len(item.embedding), item.embedding[:3])`,
  }[use];
  return `# pip install openai
import os
from openai import OpenAI

client = OpenAI(
    base_url=${quoted(base)},
    api_key=os.environ.get("${KEY}", "none"),
)
${call}`;
}

function javascript(use, model, base) {
  const call = {
    chat: `const stream = await client.chat.completions.create({
  model: ${quoted(model)},
  messages: [{ role: "user", content: ${quoted(PROMPT)} }],
  stream: true,
});
for await (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.delta?.content ?? "");
}`,
    completion: `const stream = await client.completions.create({
  model: ${quoted(model)},
  prompt: "A footbridge is",
  max_tokens: 64,
  stream: true,
});
for await (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.text ?? "");
}`,
    embedding: `const answer = await client.embeddings.create({
  model: ${quoted(model)},
  input: ["A footbridge", "A narrow bridge"],
});
for (const { index, embedding } of answer.data) {
  console.log(index, embedding.length, embedding.slice(0, 3));
}`,
  }[use];
  return `// npm install openai; save as ask.mjs
import OpenAI from "openai";

const client = new OpenAI({
  baseURL: ${quoted(base)},
  apiKey: process.env.${KEY} ?? "none",
});
${call}`;
}

function java(use, model, base) {
  const {imports, call} = {
    chat: {
      imports: ['core.http.StreamResponse', 'models.chat.completions.ChatCompletionChunk', 'models.chat.completions.ChatCompletionCreateParams'],
      call: `var params = ChatCompletionCreateParams.builder()
        .model(${quoted(model)})
        .addUserMessage(${quoted(PROMPT)})
        .build();
    try (StreamResponse<ChatCompletionChunk> stream = client.chat().completions().createStreaming(params)) {
        stream.stream()
            .flatMap(chunk -> chunk.choices().stream())
            .flatMap(choice -> choice.delta().content().stream())
            .forEach(IO::print);
    }`,
    },
    completion: {
      imports: ['models.completions.CompletionCreateParams'],
      call: `var params = CompletionCreateParams.builder()
        .model(${quoted(model)})
        .prompt("A footbridge is")
        .maxTokens(64)
        .build();
    IO.println(client.completions().create(params).choices().getFirst().text());`,
    },
    embedding: {
      imports: ['models.embeddings.EmbeddingCreateParams'],
      call: `var params = EmbeddingCreateParams.builder()
        .model(${quoted(model)})
        .inputOfArrayOfStrings(List.of("A footbridge", "A narrow bridge"))
        .build();
    client.embeddings().create(params).data()
        .forEach(item -> IO.println(item.index() + " " + item.embedding().size()));`,
    },
  }[use];
  return `// Java 25 with com.openai:openai-java on the class path; save as Ask.java
import com.openai.client.okhttp.OpenAIOkHttpClient;
${imports.map(name => `import com.openai.${name};`).join('\n')}

void main() {
    var client = OpenAIOkHttpClient.builder()
        .baseUrl(${quoted(base)})
        .apiKey(System.getenv().getOrDefault("${KEY}", "none"))
        .build();
    ${call}
    client.close();
}`;
}
