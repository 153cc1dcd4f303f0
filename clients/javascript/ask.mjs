// Every endpoint of a gateway through the official JavaScript client. Exits 1 if an answer is wrong.
import OpenAI from "openai";

const chatModel = process.env.CHAT_MODEL ?? "smollm2-135m-instruct";
const embeddingModel = process.env.EMBEDDING_MODEL ?? "bge-small-en-v1.5";
const messages = [{ role: "user", content: "What is the capital of France?" }];
const client = new OpenAI({
  baseURL: process.env.BASE_URL ?? "http://127.0.0.1:8080/v1",
  apiKey: process.env.OPENAI_API_KEY ?? "none",
  maxRetries: 0,
});
let failures = 0;

function expect(name, condition, seen) {
  console.log(`javascript: ${condition ? "ok" : "WRONG"}: ${name}: ${JSON.stringify(seen)}`);
  if (!condition) failures++;
}

const models = [];
for await (const model of client.models.list()) models.push(model.id);
expect("models", [chatModel, embeddingModel].every((id) => models.includes(id)), models);
expect("model", (await client.models.retrieve(chatModel)).id === chatModel, chatModel);

const request = { model: chatModel, messages, max_tokens: 32, temperature: 0 };
const chat = await client.chat.completions.create(request);
const answer = chat.choices[0].message.content;
expect("chat", answer.includes("Paris"), answer);

let streamed = "";
let usage = null;
const stream = await client.chat.completions.create({ ...request, stream: true, stream_options: { include_usage: true } });
for await (const chunk of stream) {
  streamed += chunk.choices[0]?.delta?.content ?? "";
  usage = chunk.usage ?? usage;
}
expect("chat stream", streamed === answer, streamed);
expect("chat stream usage", usage?.total_tokens === chat.usage.total_tokens, usage?.total_tokens);

const prompt = { model: chatModel, prompt: "The capital of France is", max_tokens: 8, temperature: 0 };
const completion = await client.completions.create(prompt);
expect("completion", completion.choices[0].text.includes("Paris"), completion.choices[0].text);
let text = "";
for await (const chunk of await client.completions.create({ ...prompt, stream: true })) text += chunk.choices[0]?.text ?? "";
expect("completion stream", text === completion.choices[0].text, text);

const input = ["Paris is the capital of France.", "The French capital is Paris.", "Bread is baked in an oven."];
const vectors = (await client.embeddings.create({ model: embeddingModel, input })).data.map((item) => item.embedding);
const cosine = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const [near, far] = [cosine(vectors[0], vectors[1]), cosine(vectors[0], vectors[2])];
expect("embeddings", vectors.length === 3 && near > far, [near, far]);

process.exit(failures ? 1 : 0);
