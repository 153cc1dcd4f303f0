"""Writes chat-templates.json: what Python's Jinja2, set up as transformers does, makes of the templates beside it and of some in the manner
of other families.

    python chat_templates.py > ../resources/dev/passerelle/runtime/text/chat-templates.json      (needs jinja2)
"""

import json
import sys
from datetime import datetime
from pathlib import Path

import jinja2
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

NOW = datetime(2026, 3, 5, 14, 7, 9)


class Generation(Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def environment():
    def raise_exception(message):
        raise jinja2.exceptions.TemplateError(message)

    def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = lambda fmt: NOW.strftime(fmt)
    return env


TEMPLATES = {
    "chatml": """{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system
You are helpful.<|im_end|>
' }}{% endif %}{{'<|im_start|>' + message['role'] + '
' + message['content'] + '<|im_end|>' + '
'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant
' }}{% endif %}""",
    "llama3": """{{- bos_token }}
{%- if custom_tools is defined %}
    {%- set tools = custom_tools %}
{%- endif %}
{%- if not tools_in_user_message is defined %}
    {%- set tools_in_user_message = true %}
{%- endif %}
{%- if not date_string is defined %}
    {%- if strftime_now is defined %}
        {%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date_string = "26 Jul 2024" %}
    {%- endif %}
{%- endif %}
{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}
{#- A comment between the parts. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{%- if tools is not none %}
    {{- "Environment: ipython\\n" }}
{%- endif %}
{{- "Cutting Knowledge Date: December 2023\\n" }}
{{- "Today Date: " + date_string + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- elif message.role == "tool" or message.role == "ipython" %}
        {{- "<|start_header_id|>ipython<|end_header_id|>\\n\\n" }}
        {%- if message.content is mapping or message.content is iterable and message.content is not string %}
            {{- message.content | tojson }}
        {%- else %}
            {{- message.content }}
        {%- endif %}
        {{- "<|eot_id|>" }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
""",
    "mistral": """{%- if messages[0]["role"] == "system" %}
    {%- set system_message = messages[0]["content"] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}
{{- bos_token }}
{%- for message in loop_messages %}
    {%- if (message["role"] == "user") != (loop.index0 % 2 == 0) %}
        {{- raise_exception("After the optional system message, conversation roles must alternate user/assistant/user/assistant/...") }}
    {%- endif %}
    {%- if message["role"] == "user" %}
        {%- if loop.last and system_message is defined %}
            {{- "[INST] " + system_message + "\\n\\n" + message["content"] + "[/INST]" }}
        {%- else %}
            {{- "[INST] " + message["content"] + "[/INST]" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"] + eos_token}}
    {%- else %}
        {{- raise_exception("Only user and assistant roles are supported!") }}
    {%- endif %}
{%- endfor %}
""",
    "gemma": """{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '
' + message['content'] | trim + '<end_of_turn>
' }}{% endfor %}{% if add_generation_prompt %}{{'<start_of_turn>model
'}}{% endif %}""",
    "qwen3": """{%- if messages[0].role == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
{%- endif %}
{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step_tool and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.multi_step_tool = false %}
        {%- set ns.last_query_index = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set reasoning_content = '' %}
        {%- if message.reasoning_content is string %}
            {%- set reasoning_content = message.reasoning_content %}
        {%- else %}
            {%- if '</think>' in content %}
                {%- set reasoning_content = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
                {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
            {%- endif %}
        {%- endif %}
        {%- if loop.index0 > ns.last_query_index %}
            {%- if loop.last or (not loop.last and reasoning_content) %}
                {{- '<|im_start|>' + message.role + '\\n<think>\\n' + reasoning_content.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
            {%- else %}
                {{- '<|im_start|>' + message.role + '\\n' + content }}
            {%- endif %}
        {%- else %}
            {{- '<|im_start|>' + message.role + '\\n' + content }}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- elif message.role == "tool" %}
        {%- if loop.first or (messages[loop.index0 - 1].role != "tool") %}
            {{- '<|im_start|>user' }}
        {%- endif %}
        {{- '\\n<tool_response>\\n' }}
        {{- content }}
        {{- '\\n</tool_response>' }}
        {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}
            {{- '<|im_end|>\\n' }}
        {%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}""",
    "phi3": """{% for message in messages %}{% if message['role'] == 'system' %}{{'<|system|>
' + message['content'] + '<|end|>
'}}{% elif message['role'] == 'user' %}{{'<|user|>
' + message['content'] + '<|end|>
'}}{% elif message['role'] == 'assistant' %}{{'<|assistant|>
' + message['content'] + '<|end|>
'}}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>
' }}{% else %}{{ eos_token }}{% endif %}""",
    "generation-blocks": """{% for message in messages %}
{% if message.role == 'assistant' %}
<a>{% generation %}{{ message.content }}{{ eos_token }}{% endgeneration %}

{% else %}
<{{ message.role[0] }}>{{ message.content }}
{% endif %}
{% endfor %}""",
    "loop-controls": """{% for message in messages %}{% if message.role == 'system' %}{% continue %}{% endif %}{% if loop.index > 3 %}{% break %}{% endif %}[{{ loop.index }}/{{ loop.length }}:{{ message.content }}]{% endfor %}""",
    "macro": """{% macro turn(role, text) %}<{{ role }}>{{ text }}</{{ role }}>{% endmacro %}{% for message in messages %}{{ turn(message.role, message.content) }}{% endfor %}""",
}

USER = {"role": "user", "content": "What is 1 < 2 && \"3\"?"}
SYSTEM = {"role": "system", "content": "  Be brief.\n"}
ASSISTANT = {"role": "assistant", "content": "<think>\nhm\n</think>\n\nYes."}
TOOL = {"role": "tool", "content": "{\"temperature\": 21}"}
HOSTILE = {
    "role": "user",
    "content": "{{ 7*7 }} {% for x in messages %}a{% endfor %} {# c #} {{ bos_token }} \\n \\ ' \" <b>&amp;</b> {%- raw %} %} }} é日本🚀 \t\r\n end \n",
}
CALL_ID = "a1B2c3D4e"


def call(name, arguments, id=CALL_ID):
    return {"type": "function", "id": id, "function": {"name": name, "arguments": arguments}}


def result(content, id=CALL_ID, name="get_weather"):
    return {"role": "tool", "content": content, "tool_call_id": id, "name": name}


TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "description": "The weather \"now\" in a place: 5 < 6 & it's é日🚀.",
            "parameters": {
                "type": "object",
                "properties": {
                    "city": {"type": "string", "description": "Its name"},
                    "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
                    "days": {"type": "integer", "minimum": 1, "default": 1},
                    "at": {"type": "array", "items": {"type": "number"}},
                },
                "required": ["city"],
                "additionalProperties": False,
            },
        },
    },
    {"type": "function", "function": {"name": "now", "description": "The time.", "parameters": {"type": "object", "properties": {}}, "strict": True}},
]
WEATHER = call("get_weather", {"city": "Paris \"\\ <b>é日</b> {}", "days": 2, "at": [1.0, 48.85, 1e20, -1e-7], "deep": {"a": [None, True, {}]}})
ASKED = {"role": "user", "content": "Weather in Paris & the time?"}
TOOL_CHATS = {
    "asked": [ASKED],
    "system": [SYSTEM, ASKED],
    "one call": [ASKED, {"role": "assistant", "content": "", "tool_calls": [WEATHER]}, result("{\"temperature\": 21}")],
    "one call without content": [ASKED, {"role": "assistant", "content": None, "tool_calls": [WEATHER]}, result("21 °C")],
    "two calls": [
        SYSTEM,
        ASKED,
        {"role": "assistant", "content": "", "tool_calls": [WEATHER, call("now", {}, "b1B2c3D4e")]},
        result("21 °C"),
        result("noon", "b1B2c3D4e", "now"),
    ],
    "answered": [
        ASKED,
        {"role": "assistant", "content": "", "tool_calls": [WEATHER]},
        result("21 °C"),
        {"role": "assistant", "content": "It is 21 °C."},
        {"role": "user", "content": "And tomorrow?"},
    ],
    "reasoning": [
        ASKED,
        {"role": "assistant", "content": "I'll look.", "reasoning_content": "They want\nthe weather.", "tool_calls": [WEATHER]},
        result("21 °C"),
    ],
    "hostile": [
        HOSTILE,
        {"role": "assistant", "content": "", "tool_calls": [call("get_weather", {"city": HOSTILE["content"] + "</tool_call><|im_end|>"})]},
        result(HOSTILE["content"] + "<|im_end|></tool_response>"),
    ],
}
ARGUMENTS = [{}, {"enable_thinking": False}, {"thinking": True, "controls": {"length": "long"}}]

CHATS = {
    "one turn": [USER],
    "system": [SYSTEM, USER],
    "three turns": [USER, ASSISTANT, {"role": "user", "content": "And\nthen?\n"}],
    "system and turns": [SYSTEM, USER, ASSISTANT, USER, ASSISTANT, HOSTILE],
    "hostile": [HOSTILE],
    "hostile system": [{"role": "system", "content": HOSTILE["content"]}, USER],
    "tools": [USER, {"role": "assistant", "content": ""}, TOOL, TOOL],
    "no alternation": [USER, USER],
    "empty": [{"role": "user", "content": ""}],
    "ends with assistant": [USER, ASSISTANT],
}

SNIPPETS = [
    "{{ 'abc'.upper() }}{{ 'ABC'.lower() }}{{ 'ab cd'.title() }}{{ 'ab cd'.capitalize() }}",
    "[{{ '  x '.strip() }}][{{ 'xxaxx'.strip('x') }}][{{ 'xyaxy'.lstrip('yx') }}][{{ 'xyaxy'.rstrip('yx') }}][{{ '\\n a\\n'.lstrip('\\n') }}]",
    "{{ 'a.b.c'.split('.') | join('-') }} {{ ' a  b '.split() | join('-') }} {{ 'a|b|c'.split('|', 1)[1] }} {{ 'a.b'.split('.')[-1] }} {{ 'a+b'.rsplit('+', 1)[0] }}",
    "{{ 'a.c'.replace('.', 'b') }} {{ 'aaa'.replace('a', 'b', 2) }} {{ 'abc'.find('c') }} {{ 'banana'.count('a') }}",
    "{{ 'abc'.startswith('ab') }} {{ 'abc'.endswith('bc') }} {{ 'abc'.startswith(('x', 'a')) }}",
    "{{ 'abc'[::-1] }} {{ 'abcdef'[1:4] }} {{ 'abcdef'[-2:] }} {{ 'abcdef'[:-2] }} {{ 'abcdef'[::2] }} {{ 'abc'[0] }} {{ 'abc'[-1] }}",
    "{% for x in [1, 2, 3][::-1] %}{{ x }}{% endfor %} {{ [1,2,3,4][1:] | length }} {{ [1,2,3][-1] }} {{ [1,2,3,4][::2] | join(',') }}",
    "{{ none is none }} {{ x is defined }} {{ x is not defined }} {{ 'a' is string }} {{ 1 is number }} {{ [] is iterable }} {{ {} is mapping }} {{ true is boolean }} {{ 'a' is sequence }}",
    "{{ true }} {{ false }} {{ none }} {{ 1.5 }} {{ 7 // 2 }} {{ 7 / 2 }} {{ 7 % 3 }} {{ 2 ** 3 }} {{ 1 + 2 * 3 }}",
    "{{ {'a': 1, 'b': [true, none, 'é\"<']} | tojson }}",
    "{{ {'a': {'b': [1, 2], 'c': {}}} | tojson(indent=4) }}",
    "{{ {'a': 1, 'b': 2}.items() | length }}{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }};{% endfor %}",
    "{% for k, v in {'a': 1, 'b': 2} | items %}{{ k }}={{ v }};{% endfor %}",
    "{{ {'a': 1}.get('a') }} {{ {'a': 1}.get('b', 5) }} {{ {'a': 1}['a'] }} {{ 'a' in {'a': 1} }} {{ 'b' not in 'abc' }} {{ {'a': 1}.keys() | list | length }}",
    "{{ 'a' if false else 'b' }}{{ 'c' if true }}{{ 'd' if false }}",
    "{% set ns = namespace(found=false, n=1) %}{% for i in range(3) %}{% set ns.found = true %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.found }} {{ ns.n }}",
    "{% set x = 1 %}{% for i in range(2) %}{% set x = x + 1 %}{% endfor %}{{ x }}",
    "{% if not x and (true or false) %}ok{% endif %}{{ x | default('fallback') }}{{ '' | default('empty', true) }}",
    "{{ 'a' ~ 1 ~ true }} {{ 'a' * 3 }} {{ 'n: ' + 1 | string }} {{ '3' | int + 1 }}",
    "{{ {'a': {'b': [1, 2], 'c': {} } } | tojson(indent=4) }}",
    "a  \n  {%- if true -%}  \n b \n {%- endif -%} \n c",
    "a\n  {% if true %}\n  b\n  {% endif %}\n  c\n",
    "{{- 'x' -}}   {{ ' y ' }}   {{- 'z' }}\n",
    "{# note #}\nx{#- n -#}  y",
    "{{ '{{ 7 }}' }}{{ '{%' }}{% raw %}{{ raw }}{% endraw %}",
    "{{ messages | selectattr('role', 'equalto', 'user') | list | length }} {{ messages | map(attribute='role') | join(',') }} {{ (messages | first).role }} {{ (messages | last)['role'] }}",
    "{{ messages | rejectattr('role', 'equalto', 'system') | list | length }} {{ messages | length }} {{ messages | count }}",
    "{% for m in messages if m.role == 'user' %}{{ loop.index }}{{ loop.first }}{{ loop.last }}{% else %}none{% endfor %}",
    "{% for m in messages %}{{ loop.previtem.role if loop.previtem is defined else '-' }}{{ loop.nextitem.role if loop.nextitem is defined else '-' }}{% endfor %}",
    "{{ strftime_now('%Y-%m-%d') }} {{ strftime_now('%A, %B %d, %Y %H:%M:%S %j %y %p %I %%') }}",
    "{{ 'x' | upper }}{{ 'X' | lower }}{{ ' x ' | trim }}{{ 'ab' | capitalize }}{{ 'abc' | replace('b', 'x') }}{{ 'abc' | length }}{{ [3,1,2] | sort | join }}{{ 'ab' | list | join('-') }}{{ '<' | safe }}",
    "{{ 'a\\nb' | indent(2) }}|{{ 'a\\nb' | indent(2, true) }}",
    "{{ messages[0].missing is defined }}{{ messages[0].missing }}{{ messages[0]['missing'] is none }}{{ messages[0].get('missing', 'no') }}",
    "{{ ['a', 'b'] + ['c'] }} {{ {'a': [1, 'x', true, none]} }}",
    "{{ 1 == 1.0 }} {{ 'a' < 'b' }} {{ 2 > 1 and 3 >= 3 }} {{ not true }} {{ 1 if 0 else 2 }} {{ '' or 'x' }} {{ none or 'y' }} {{ [] or 'z' }}",
    "{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set t %}block {{ a }}{% endset %}{{ t }}",
    "{{ \"it's\" }} {{ 'tab\\there' }} {{ 'back\\\\slash' }} {{ 'quote\\'s' }}",
    "{{ raise_exception('No: ' + messages[0].role) }}",
    "{{ 'äöü'.upper() }} {{ '日本語'[::-1] }} {{ 'a🚀b' | length }} {{ 'a🚀b'[1:2] }} {{ 'a🚀b'[::-1] }}",
    "{{ {'a': 1, 'b': [1, 2.5, 1e30]} | tojson(separators=(',', ':')) }} {{ 'é\\n' | tojson(ensure_ascii=true) }} {{ {'b': 1, 'a': 2} | tojson(sort_keys=true) }} {{ [] | tojson(indent=2) }}",
    "{{ {'items': 1}['items'] }} {{ {'items': 1}.items() | list | length }} {{ {'keys': 2, 'b': 3}.b }}",
    "{{ 'x' if false }}|{{ missing | default(none) is none }}|{{ missing | length }}{% for x in missing %}{% endfor %}",
    "{% macro m(a, b='x', c=none) -%} {{ a }}{{ b }}{{ c }} {%- endmacro %}{{ m(1) }}{{ m(1, c=2) }}{{ m('a', 'b') | upper }}",
    "{% macro box() %}<{{ caller() }}>{% endmacro %}{% call box() %}in {{ messages[0].role }}{% endcall %}",
    "{% filter upper %}abc {{ messages[0].role }}{% endfilter %}{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}{{ a is defined }}",
    "{% for m in messages %}{% if loop.first %}{% continue %}{% endif %}{{ loop.previtem.role }}{{ m.role }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.cycle('a', 'b') }}{% if loop.index == 2 %}{% break %}{% endif %}{% endfor %}",
    "{% for a, b in [[1, 2], [3, 4]] %}{{ a }}{{ b }}{% endfor %}{% for (k, v) in {'x': 1}.items() %}{{ k }}{{ v }}{% endfor %}{% for x in [] %}{% else %}nothing{% endfor %}",
    "{% set ns = namespace() %}{% set ns.a = 1 %}{{ ns.a }}{{ ns.b is defined }}{{ ns['a'] }}",
    "{{ [1, 2, 3] | select('gt', 1) | list }} {{ [1, 2, 3] | reject('odd') | list }} {{ ['a', 'b'] | map('upper') | join }} {{ [{'a': {'b': 1}}] | map(attribute='a.b') | list }} {{ [3, 1] | sort(reverse=true) | first }} {{ [1, 1, 2] | unique | list }}",
    "{{ 1 in [1.0] }} {{ 'a' == 1 }} {{ [1, 'a'] == [1, 'a'] }} {{ {'a': 1} == {'a': 1} }} {{ none == false }} {{ 1 == true }} {{ 1 < 2 < 3 }} {{ not 1 == 2 }}",
    "{{ '{} {b}'.format(1, b=2) }} {{ 'ab' * 2 }} {{ 7.0 }} {{ 1e16 }} {{ 0.00001 }} {{ 123456789.125 }}",
    "{{ 5 is divisibleby 5 }} {{ 4 is even }} {{ 'x' is in ['x'] }} {{ 3 is not none and 3 is number }} {{ (1, 2) | length }} {{ 'a' 'b' }} {{ -2 ** 2 }} {{ 2 - -1 }} {{ 10 // 3 * 2 - 1 ~ 'x' }}",
    "  {%+ if true %}x{% endif +%}\n  {# c #}\n y{%- if true -%} z {%- endif %}\n\n{{ 'w' }}\n  ",
    "{% raw -%}  {{ x }} {%- endraw %} | {%- raw %} {% if %}{% endraw -%}  |",
    "{%- set x -%}  a b  {%- endset -%}[{{ x }}]{% set y | trim | upper %} q {% endset %}[{{ y }}]",
    "{{ messages[0]['content'][:3] }} {{ messages[-1]['role'] }} {{ messages[0].role.upper() }} {{ messages[0].content.strip().split(' ')[0] }}",
    "[{%- for i in range(2) -%}{\n  {%- if true %}x{% endif -%}\n}{%- endfor -%}] {% set x = {'a': {'b': {}}} %}{{ x }} {{ {'a': {'b': '}}'}}['a']['b'] }}",
    "{{ 'a<' + '<b>' | safe }} {{ '<' | safe + '&' }} {{ ('<i>' | safe) ~ '<' }} {{ none | selectattr('a') | list }} {{ none | map('upper') | list }} {{ 'x' | safe is string }}",
    "{% for k, v in {'b': 1, 'a': none}.items() if v is not none and k != 'if' %}{{ loop.index }}{{ k }}{{ loop.last }}{% endfor %}{% for x in [1, 2, 3] if x is odd %}{{ x }}{{ loop.nextitem }}{% else %}-{% endfor %}",
    "{% if 'false' %}true text{% endif %}{% if '0' and not '' %}!{% endif %}{{ none ~ true ~ 1.0 ~ [none, 'a'] }}{{ 'x' if none is none else 'y' }}{{ loop is defined }}",
    "{% macro f(x) %}{% for i in x %}{{ f(i) if i is iterable and i is not string else i }},{% endfor %}{% endmacro %}{{ f([1, ['a', [2.5, none]]]) }}{% for a in [1] %}{% set b = a %}{% endfor %}{{ b is defined }}",
    "{% set ns = namespace(n=messages|length - 1, items=[]) %}{{ ns.n }}{% for m in messages %}{% set ns.items = ns.items + [m.role[0]] %}{% endfor %}{{ ns.items }}{{ ns.items|join('/') if ns.items else '-' }}",
    "{{ 1 +1 }}{{ messages|length-1 }}{{ not messages|length > 100 }}{{ 'a' in ['a'] and 'b' not in 'abc' }}{{ (1, 2)[1] }}{{ [1, 2,] }}{{ {'a': 1,} }}{{ dict(a=1).a }}",
    "a\n   {# c #}\nb {# d -#}   \n  c {%+ if true %} d{% endif %}\n\ne  {% if true %}\nf{% endif +%}\ng",
]




def outcome(env, template, variables):
    try:
        text = env.from_string(template).render(
            **{"bos_token": "<s>", "eos_token": "</s>", "add_generation_prompt": True, "tools": None, "documents": None} | variables
        )
        return {"text": text}
    except jinja2.exceptions.TemplateError as e:
        return {"error": str(e)}
    except TypeError:
        return {"error": ""}


def real(env, name, template):
    """A template as its makers wrote it, with tools."""
    for chat, messages in TOOL_CHATS.items():
        for tools in (True, False):
            for arguments in ARGUMENTS if chat == "reasoning" and tools else ARGUMENTS[:1]:
                shown = {"tools": TOOLS} if tools else {}
                title = f"{name}: {chat}{', tools' if tools else ''}{' ' + ' '.join(arguments) if arguments else ''}"
                yield {"name": title, "file": name, "messages": messages, "tools": tools, "arguments": arguments} | outcome(
                    env, template, {"messages": messages} | shown | arguments
                )


def main():
    env = environment()
    cases = []
    for name, template in TEMPLATES.items():
        for chat, messages in CHATS.items():
            cases.append({"name": f"{name}: {chat}", "template": template, "messages": messages} | outcome(env, template, {"messages": messages}))
    for snippet in SNIPPETS:
        messages = CHATS["system and turns"][:3]
        cases.append({"name": snippet, "template": snippet, "messages": messages} | outcome(env, snippet, {"messages": messages}))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "../resources/dev/passerelle/runtime/text/templates"
    for file in sorted(folder.glob("*.jinja")):
        cases.extend(real(env, file.name, file.read_text()))
    print(json.dumps({"reference": f"Jinja2 {jinja2.__version__}", "tools": TOOLS, "cases": cases}, ensure_ascii=False, indent=1))


main()
