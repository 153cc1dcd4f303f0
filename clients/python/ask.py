"""Every endpoint of a gateway through the official Python client. Exits 1 if an answer is wrong."""

import os
import sys

from openai import OpenAI

CHAT = os.environ.get("CHAT_MODEL", "smollm2-135m-instruct")
EMBEDDING = os.environ.get("EMBEDDING_MODEL", "bge-small-en-v1.5")
QUESTION = [{"role": "user", "content": "What is the capital of France?"}]

client = OpenAI(
    base_url=os.environ.get("BASE_URL", "http://127.0.0.1:8080/v1"),
    api_key=os.environ.get("OPENAI_API_KEY", "none"),
    max_retries=0,
)
failures = 0


def expect(name, condition, seen):
    global failures
    print(f"python: {'ok' if condition else 'WRONG'}: {name}: {seen!r}")
    failures += not condition


models = [model.id for model in client.models.list()]
expect("models", {CHAT, EMBEDDING} <= set(models), models)
expect("model", client.models.retrieve(CHAT).id == CHAT, CHAT)

chat = client.chat.completions.create(model=CHAT, messages=QUESTION, max_tokens=32, temperature=0)
answer = chat.choices[0].message.content
expect("chat", "Paris" in answer, answer)
expect("chat usage", chat.usage.total_tokens == chat.usage.prompt_tokens + chat.usage.completion_tokens, chat.usage.total_tokens)

stream = client.chat.completions.create(
    model=CHAT, messages=QUESTION, max_tokens=32, temperature=0, stream=True, stream_options={"include_usage": True}
)
pieces, usage = [], None
for chunk in stream:
    pieces += [choice.delta.content or "" for choice in chunk.choices]
    usage = chunk.usage or usage
expect("chat stream", "".join(pieces) == answer and len(pieces) > 2, "".join(pieces))
expect("chat stream usage", usage is not None and usage.total_tokens == chat.usage.total_tokens, usage and usage.total_tokens)

completion = client.completions.create(model=CHAT, prompt="The capital of France is", max_tokens=8, temperature=0)
expect("completion", "Paris" in completion.choices[0].text, completion.choices[0].text)
text = "".join(
    chunk.choices[0].text
    for chunk in client.completions.create(
        model=CHAT, prompt="The capital of France is", max_tokens=8, temperature=0, stream=True
    )
    if chunk.choices
)
expect("completion stream", text == completion.choices[0].text, text)

texts = ["Paris is the capital of France.", "The French capital is Paris.", "Bread is baked in an oven."]
vectors = [item.embedding for item in client.embeddings.create(model=EMBEDDING, input=texts).data]
near, far = (sum(a * b for a, b in zip(vectors[0], other)) for other in vectors[1:])
expect("embeddings", len(vectors) == 3 and near > far, (round(near, 3), round(far, 3)))
plain = client.embeddings.create(model=EMBEDDING, input=texts, encoding_format="float").data[0].embedding
expect("embeddings as float", len(plain) == len(vectors[0]), len(plain))

sys.exit(1 if failures else 0)
