"""Tools, structured output, log-probabilities, choices and stream helpers through the official Python client. Exits 1 if an answer is wrong."""

import json
import math
import os
import sys
from typing import Literal

import openai
from openai import OpenAI
from pydantic import BaseModel

CHAT = os.environ.get("TOOL_MODEL", os.environ.get("CHAT_MODEL", "smollm2-135m-instruct"))
QUESTION = [{"role": "user", "content": "What is the weather in Paris?"}]

client = OpenAI(
    base_url=os.environ.get("BASE_URL", "http://127.0.0.1:8080/v1"),
    api_key=os.environ.get("OPENAI_API_KEY", "none"),
    max_retries=0,
)
failures = 0


class Weather(BaseModel):
    """Tells the weather of a town."""

    town: str
    unit: Literal["celsius", "fahrenheit"]


class Report(BaseModel):
    town: str
    degrees: int
    sunny: bool


def expect(name, condition, seen):
    global failures
    print(f"python: {'ok' if condition else 'WRONG'}: {name}: {seen!r}")
    failures += not condition


def refused(name, param, **request):
    try:
        client.chat.completions.create(model=CHAT, messages=QUESTION, **request)
        expect(name, False, "an answer")
    except openai.BadRequestError as e:
        expect(name, e.param == param, e.param)


tool = openai.pydantic_function_tool(Weather)
named = {"type": "function", "function": {"name": "Weather"}}

# a tool's round trip: its call is parsed by the client, its result goes back in the conversation
call = client.chat.completions.parse(
    model=CHAT, messages=QUESTION, tools=[tool], tool_choice=named, max_tokens=128, temperature=0
)
choice = call.choices[0]
calls = choice.message.tool_calls or []
parsed = calls[0].function.parsed_arguments if calls else None
expect("tool call", isinstance(parsed, Weather) and choice.message.content is None, parsed)
expect("tool call's end", choice.finish_reason == "tool_calls", choice.finish_reason)
conversation = QUESTION + [
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {"id": c.id, "type": "function", "function": {"name": c.function.name, "arguments": c.function.arguments}}
            for c in calls
        ],
    },
    *({"role": "tool", "tool_call_id": c.id, "content": '{"degrees": 20, "sky": "sunny"}'} for c in calls),
]
reply = client.chat.completions.create(
    model=CHAT, messages=conversation, tools=[tool], tool_choice="none", max_tokens=48, temperature=0
)
expect("tool result", bool(reply.choices[0].message.content), reply.choices[0].message.content)

required = client.chat.completions.create(
    model=CHAT, messages=QUESTION, tools=[tool], tool_choice="required", parallel_tool_calls=False, max_tokens=128, temperature=0
).choices[0]
arguments = [c.function.arguments for c in required.message.tool_calls or []]
expect("required tool call", len(arguments) == 1 and "town" in json.loads(arguments[0]), arguments)

# the same by the stream helper, argument deltas included
with client.chat.completions.stream(
    model=CHAT, messages=QUESTION, tools=[tool], tool_choice=named, max_tokens=128, temperature=0
) as stream:
    deltas = [event.arguments_delta for event in stream if event.type == "tool_calls.function.arguments.delta"]
    streamed = stream.get_final_completion().choices[0].message
same = bool(calls and streamed.tool_calls) and streamed.tool_calls[0].function.arguments == calls[0].function.arguments
expect("streamed tool call", same and "".join(deltas) == calls[0].function.arguments, deltas)
expect("streamed parsed arguments", bool(streamed.tool_calls) and streamed.tool_calls[0].function.parsed_arguments == parsed, streamed.tool_calls)

# structured output, parsed into a class
answer = client.chat.completions.parse(
    model=CHAT, messages=QUESTION, response_format=Report, max_tokens=256, temperature=0
).choices[0]
expect("structured output", isinstance(answer.message.parsed, Report), answer.message.parsed)
with client.chat.completions.stream(
    model=CHAT, messages=QUESTION, response_format=Report, max_tokens=256, temperature=0
) as stream:
    for event in stream:
        pass
    final = stream.get_final_completion().choices[0].message
expect("streamed structured output", final.parsed == answer.message.parsed, final.parsed)
anything = client.chat.completions.create(
    model=CHAT, messages=QUESTION, response_format={"type": "json_object"}, max_tokens=256, temperature=0
).choices[0]
whole = anything.finish_reason == "length" or isinstance(json.loads(anything.message.content), dict)
expect("JSON object", whole, anything.message.content)
one = client.chat.completions.create(
    model=CHAT, messages=QUESTION, max_tokens=16, extra_body={"structured_outputs": {"choice": ["sunny", "rainy"]}}
).choices[0].message.content
expect("choice of texts", one in ("sunny", "rainy"), one)
digits = client.completions.create(
    model=CHAT, prompt="The year is ", max_tokens=16, extra_body={"structured_outputs": {"regex": "[0-9]{4}"}}
).choices[0].text
expect("regular expression", len(digits) == 4 and digits.isdigit(), digits)

# log-probabilities
token = client.chat.completions.create(
    model=CHAT, messages=QUESTION, logprobs=True, top_logprobs=3, max_tokens=4, temperature=0
).choices[0].logprobs.content[0]
expect("logprobs", bytes(token.bytes).decode() == token.token and len(token.top_logprobs) == 3, token.token)
expect("most likely first", token.top_logprobs[0].token == token.token and token.logprob <= 0, token.logprob)

# choices
several = client.chat.completions.create(model=CHAT, messages=QUESTION, n=3, seed=1, max_tokens=12)
single = client.chat.completions.create(model=CHAT, messages=QUESTION, seed=1, max_tokens=12)
expect("n=3", [c.index for c in several.choices] == [0, 1, 2], [c.message.content for c in several.choices])
expect("n=3 counts the prompt once", several.usage.prompt_tokens == single.usage.prompt_tokens, several.usage.prompt_tokens)
expect("the first is the seed's", several.choices[0].message.content == single.choices[0].message.content, single.choices[0].message.content)
texts = [""] * 3
for chunk in client.chat.completions.create(model=CHAT, messages=QUESTION, n=3, seed=1, max_tokens=12, stream=True):
    for c in chunk.choices:
        texts[c.index] += c.delta.content or ""
expect("n=3 streamed", texts == [c.message.content for c in several.choices], texts)
best = client.completions.create(model=CHAT, prompt="Once upon", n=1, best_of=3, max_tokens=8, seed=1)
expect("best_of counts all", best.usage.completion_tokens > 8 and len(best.choices) == 1, best.usage.completion_tokens)

# the prompt, with its log-probabilities and nothing after it
echo = client.completions.create(model=CHAT, prompt="Paris is the capital", echo=True, logprobs=1, max_tokens=0).choices[0]
numbers = echo.logprobs.token_logprobs
known = numbers[0] is None and all(n is not None and math.isfinite(n) for n in numbers[1:])
expect("echo", echo.text == "Paris is the capital" and known, numbers)

refused("no such tool", "tool_choice.function.name", tools=[tool], tool_choice={"type": "function", "function": {"name": "Other"}})
refused("too many choices", "n", n=129)
refused("a bias beyond bounds", "logit_bias.5", logit_bias={"5": 101})

sys.exit(1 if failures else 0)
