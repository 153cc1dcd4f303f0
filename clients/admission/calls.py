"""A streaming chat call on a gateway, with what the client saw of it. Standard library only."""
import http.client
import json
import time
import urllib.parse


class Answer:
    """What one client received.

    tokens: as counted by the log-probabilities that came; at: when each piece came, by time.time(), with the tokens up to it;
    usage: the gateway's own count, once the answer was complete; first: seconds to the first token.
    """

    def __init__(self):
        self.status, self.tokens, self.at, self.usage, self.first, self.error = 0, 0, [], None, None, ""

    def tokens_until(self, moment):
        return max((count for time_, count in self.at if time_ <= moment), default=0)


def chat(url, key, text, max_tokens, on_piece=None, **fields):
    """Streams a chat completion until it ends, breaks, or on_piece returns False."""
    answer, address = Answer(), urllib.parse.urlparse(url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=300)
    body = {"model": "smollm2-135m-instruct", "messages": [{"role": "user", "content": text}], "stream": True, "logprobs": True,
            "stream_options": {"include_usage": True}, **fields}
    if max_tokens:
        body["max_tokens"] = max_tokens
    begun = time.time()
    try:
        connection.request("POST", address.path.rstrip("/") + "/v1/chat/completions", json.dumps(body),
                           {"Content-Type": "application/json", "Authorization": "Bearer " + key})
        response = connection.getresponse()
        answer.status, answer.headers = response.status, dict(response.getheaders())
        if response.status != 200:
            answer.error = response.read().decode()
            return answer
        for line in response:
            if not line.startswith(b"data: ") or line.startswith(b"data: [DONE]"):
                continue
            event = json.loads(line[6:])
            answer.usage = event.get("usage") or answer.usage
            for choice in event.get("choices", []):
                pieces = (choice.get("logprobs") or {}).get("content") or []
                if pieces:
                    answer.first = answer.first or time.time() - begun
                    answer.tokens += len(pieces)
                    answer.at.append((time.time(), answer.tokens))
                    if on_piece and not on_piece(answer):
                        return answer
    except (OSError, http.client.HTTPException, ValueError) as e:
        answer.error = repr(e)
    finally:
        connection.close()
    return answer
