// A streamed completion, of a chat or of a text: its pieces, then its usage.
import {ApiError, call} from './api.js';
import {events} from './sse.js';

/** Yields `{text}` or `{thought}` for each piece and `{usage}` at the end; throws when the stream breaks. A request with a prompt continues it. */
export async function* complete(request, options) {
  const body = {...request, stream: true, stream_options: {include_usage: true}};
  const path = 'prompt' in request ? '/v1/completions' : '/v1/chat/completions';
  const response = await call(path, body, options);
  for await (const data of events(response.body)) {
    if (data === '[DONE]') {
      return;
    }
    yield* parts(JSON.parse(data));
  }
  throw new Error('The connection ended in the middle of the answer.');
}

function* parts(chunk) {
  if (chunk.error) {
    throw new ApiError(200, chunk.error.message);
  }
  const choice = chunk.choices?.[0];
  const text = choice?.delta?.content ?? choice?.text;
  const thought = choice?.delta?.reasoning_content;
  if (thought) {
    yield {thought};
  }
  if (text) {
    yield {text};
  }
  if (chunk.usage) {
    yield {usage: chunk.usage};
  }
}
