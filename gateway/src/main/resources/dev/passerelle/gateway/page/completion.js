// A streamed chat completion: its pieces of text, then its usage.
import {ApiError, call} from './api.js';
import {events} from './sse.js';

/** Yields `{text}` for each piece and `{usage}` at the end; throws when the stream breaks. */
export async function* complete(request, options) {
  const body = {...request, stream: true, stream_options: {include_usage: true}};
  const response = await call('/v1/chat/completions', body, options);
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
  const text = chunk.choices?.[0]?.delta?.content;
  if (text) {
    yield {text};
  }
  if (chunk.usage) {
    yield {usage: chunk.usage};
  }
}
