"""Writes recorded-outputs.json: answers in the form of each family's model card and documentation (Qwen's function calling guide, Hermes 2 Pro's
card, Meta's prompt formats for Llama 3.1, 3.2 and 4, mistral-common's tokens, Granite's and Phi-4-mini's cards), and what they are to be told as.

    python recorded_outputs.py > ../resources/dev/passerelle/runtime/tools/recorded-outputs.json
"""

import json

CASES = []


def case(format, name, text, told, **more):
    CASES.append({"format": format, "name": name, "text": text, "told": told} | more)


PARIS = '{"city": "Paris"}'
NASTY = json.dumps({"city": 'a "b" {c} [d] \\ </tool_call> <tool_call> [TOOL_CALLS] é日🚀 \n\t\u0001', "n": {"x": [1, -2.5e3, {"y": []}], "z": None}}, ensure_ascii=True)
H = '<tool_call>\n{"name": "get_weather", "arguments": %s}\n</tool_call>'

case("hermes", "one call", H % PARIS, f"get_weather({PARIS}) TOOL_CALLS")
case("hermes", "two calls", H % PARIS + "\n" + '<tool_call>\n{"name": "now", "arguments": {}}\n</tool_call>', f"get_weather({PARIS}) now({{}}) TOOL_CALLS")
case("hermes", "text around", "I'll look.\n\n" + H % PARIS + "\n\nOne moment.", f"I'll look. get_weather({PARIS}) One moment. TOOL_CALLS")
case("hermes", "nasty arguments", H % NASTY, f"get_weather({NASTY}) TOOL_CALLS")
case("hermes", "no call", "Just  text, with <b>tags</b> and <tool.\n", "Just  text, with <b>tags</b> and <tool.\n STOP")
case("hermes", "arguments first", '<tool_call>{"arguments": {"city": "Paris"}, "name": "get_weather"}</tool_call>', 'get_weather({"city":"Paris"}) TOOL_CALLS')
case("hermes", "arguments as text", '<tool_call>{"name": "get_weather", "arguments": "{\\"city\\": \\"Paris\\"}"}</tool_call>', 'get_weather({"city":"Paris"}) TOOL_CALLS')
case("hermes", "no arguments", '<tool_call>{"name": "now"}</tool_call>', "now({}) TOOL_CALLS")
case("hermes", "more keys", '<tool_call>{"id": 1, "name": "now", "arguments": {}, "type": "function"}</tool_call>', "now({}) TOOL_CALLS")
case("hermes", "within function", '<tool_call>{"type": "function", "function": {"name": "now", "arguments": {"a": 1}}}</tool_call>', 'now({"a":1}) TOOL_CALLS')
case("hermes", "line break in a string", '<tool_call>{"name": "now", "arguments": {"a": "x\ny"}}</tool_call>', 'now({"a": "x\\u000ay"}) TOOL_CALLS')
case("hermes", "cut off", '<tool_call>\n{"name": "get_weather", "arguments": {"city": "Pa', 'get_weather({"city": "Pa) LENGTH', reason="LENGTH")
case("hermes", "cut off before the name", 'Hm.\n<tool_call>\n{"name": "get_w', 'Hm.\n<tool_call>\n{"name": "get_w LENGTH', reason="LENGTH")
case("hermes", "cut off after", '<tool_call>\n{"name": "now", "arguments": {}}\n</tool', "now({}) </tool LENGTH", reason="LENGTH")
case("hermes", "without the last brace and tag", '<tool_call>\n{"name": "now", "arguments": {}', "now({}) TOOL_CALLS")
case("hermes", "no JSON", "<tool_call>\nget_weather(Paris)\n</tool_call>", "<tool_call>\nget_weather(Paris)\n</tool_call> STOP")
case("hermes", "broken arguments", '<tool_call>\n{"name": "get_weather", "arguments": {"city": Paris}}\n</tool_call>', 'get_weather({"city": ) Paris}}\n</tool_call> STOP')
case("hermes", "broken and whole", "<tool_call>\nnothing\n" + H % PARIS, f"<tool_call>\nnothing get_weather({PARIS}) TOOL_CALLS")
case("hermes", "empty", "", "STOP")
case("hermes", "reasoning", "<think>\nThey want\n\nthe weather.\n</think>\n\n" + H % PARIS, f"{{They want\n\nthe weather.}} get_weather({PARIS}) TOOL_CALLS", tags="</think>")
case("hermes", "reasoning begun by the prompt", "Hm, <tool_call> or not?\n</think>\n\nNo. \n", "{Hm, <tool_call> or not?} No. \n STOP", tags="</think>", reasons=True)
case("none", "reasoning alone", "<think>a < b </thin </think>Yes.\n", "{a < b </thin} Yes.\n STOP", tags="</think>")
case("none", "reasoning cut off", "<think>still thinking </thi", "{still thinking </thi} LENGTH", tags="</think>", reason="LENGTH")
case("none", "no reasoning", " Yes, <think> is a tag.", "Yes, <think> is a tag. STOP", tags="</think>")
case("none", "empty reasoning", "<think>\n\n</think>\n\nYes.", "Yes. STOP", tags="</think>")
case("none", "reasoning of Magistral", "[THINK]So.[/THINK]Yes.", "{So.} Yes. STOP", tags="[/THINK]")
case("none", "reasoning of Granite 3.2", "Here is my thought process:\nSo.\nHere is my response:\nYes.", "{So.} Yes. STOP", tags="Here is my response:")

case("llama3-json", "alone", '{"name": "get_weather", "parameters": {"city": "Paris"}}', f"get_weather({PARIS}) TOOL_CALLS")
case("llama3-json", "type first", '{"type": "function", "name": "get_weather", "parameters": {"city": "Paris"}}', f"get_weather({PARIS}) TOOL_CALLS")
case("llama3-json", "tag", '<|python_tag|>{"name": "get_weather", "parameters": {"city": "Paris"}}', f"get_weather({PARIS}) TOOL_CALLS")
case("llama3-json", "several", '{"name": "get_weather", "parameters": {"city": "Paris"}}; {"name": "now", "parameters": {}}', f"get_weather({PARIS}) now({{}}) TOOL_CALLS")
case("llama3-json", "another object", '{"answer": {"name": "now"}}', '{"answer": {"name": "now"}} STOP')
case("llama3-json", "a name that is no tool's", '{"name": "Paris", "parameters": {}}', '{"name": "Paris", "parameters": {}} STOP')
case("llama3-json", "text", "The weather {is} fine.", "The weather {is} fine. STOP")

case("pythonic", "one", '[get_weather(city="Paris")]', 'get_weather({"city":"Paris"}) TOOL_CALLS')
case(
    "pythonic",
    "several",
    "[get_weather(city='Pa\\'r\"is', days=2, at=[1, -2.5], deep={'a': (True, None)}), now()]",
    'get_weather({"city":"Pa\'r\\"is","days":2,"at":[1,-2.5],"deep":{"a":[true,null]}}) now({}) TOOL_CALLS',
)
case("pythonic", "a list", "[1, 2, 3] is a list.", "[1, 2, 3] is a list. STOP")
case("pythonic", "positional", "[get_weather('Paris')]", "[get_weather('Paris')] STOP")
case("pythonic", "cut off", "[now(), get_weather(city='Pa", "now({}) get_weather(city='Pa LENGTH", reason="LENGTH")
case("llama4-pythonic", "tags", "<|python_start|>[now()]<|python_end|>", "now({}) TOOL_CALLS")
case("llama4-pythonic", "alone", "[now(a=1)]", 'now({"a":1}) TOOL_CALLS')

case("mistral", "list", '[TOOL_CALLS][{"name": "get_weather", "arguments": {"city": "Paris"}}, {"name": "now", "arguments": {}}]', f"get_weather({PARIS}) now({{}}) TOOL_CALLS")
case("mistral", "with ids", '[TOOL_CALLS] [{"name": "now", "arguments": {}, "id": "a1B2c3D4e"}]', "now({}) TOOL_CALLS")
case("mistral-named", "one", 'Let me see.[TOOL_CALLS]get_weather[ARGS]{"city": "Paris"}', f"Let me see. get_weather({PARIS}) TOOL_CALLS")
case("mistral-named", "two", '[TOOL_CALLS]get_weather[ARGS]{"city": "Paris"}[TOOL_CALLS]now[CALL_ID]a1B2c3D4e[ARGS]{}', f"get_weather({PARIS}) now({{}}) TOOL_CALLS")
case("mistral-named", "without ARGS", '[TOOL_CALLS]now{"a": 1}', 'now({"a": 1}) TOOL_CALLS')
case("mistral-named", "nothing", "[TOOL_CALLS] none of them", "[TOOL_CALLS] none of them STOP")

case("granite", "list", '<|tool_call|>[{"name": "get_weather", "arguments": {"city": "Paris"}}]', f"get_weather({PARIS}) TOOL_CALLS")
case("granite", "two", 'Hm. <|tool_call|> [{"arguments": {}, "name": "now"}, {"name": "now", "arguments": {"a": [{}]}}]', 'Hm. now({}) now({"a": [{}]}) TOOL_CALLS')
case("phi4", "list", '<|tool_call|>[{"name": "get_weather", "arguments": {"city": "Paris"}}]<|/tool_call|>', f"get_weather({PARIS}) TOOL_CALLS")
case("phi4", "broken list", '<|tool_call|>[{"name": "now", "arguments": {}}, oops]<|/tool_call|>', "now({}) oops]<|/tool_call|> TOOL_CALLS")

X = "<tool_call>\n<function=get_weather>\n<parameter=city>\n%s\n</parameter>\n<parameter=days>\n2\n</parameter>\n</function>\n</tool_call>"
case("qwen3-coder", "one", X % "Paris", 'get_weather({"city":"Paris","days":2}) TOOL_CALLS')
case("qwen3-coder", "several lines", "So:\n" + X % "12\n<b>\n", 'So: get_weather({"city":"12\\n<b>\\n","days":2}) TOOL_CALLS')
case("qwen3-coder", "no function", "<tool_call>oops</tool_call>", "<tool_call>oops</tool_call> STOP")

print(json.dumps({"cases": CASES}, ensure_ascii=False, indent=1))
