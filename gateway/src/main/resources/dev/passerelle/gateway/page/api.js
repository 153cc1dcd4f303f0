// Calls of this gateway. A refusal is an ApiError with the server's own words.
import {byId} from './dom.js';

/** An answer other than 2xx, or an error event within a stream. */
export class ApiError extends Error {
  /** @param retryAfter seconds, where the server says when to try again */
  constructor(status, message, retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  static async of(response) {
    const after = Number(response.headers.get('Retry-After'));
    return new ApiError(response.status, await words(response), after > 0 ? after : undefined);
  }
}

async function words(response) {
  try {
    return (await response.json()).error.message;
  } catch {
    return `The server answered ${response.status} ${response.statusText}.`.replace(' .', '.');
  }
}

/** The key that the visitor entered, for every call; kept nowhere but in its field. */
function authorization() {
  const key = byId('key').value.trim();
  return key && {Authorization: `Bearer ${key}`};
}

/** Reads JSON; undefined when it is still what `etag` names. */
export async function read(path, {etag, signal} = {}) {
  const headers = {...authorization(), ...(etag && {'If-None-Match': etag})};
  const response = await fetch(path, {headers, signal, cache: 'no-store'});
  if (response.status === 304) {
    return undefined;
  }
  if (!response.ok) {
    throw await ApiError.of(response);
  }
  return {data: await response.json(), etag: response.headers.get('ETag')};
}

/** Sends JSON to an OpenAI endpoint. */
export async function call(path, body, {signal} = {}) {
  const headers = {'Content-Type': 'application/json', ...authorization()};
  const response = await fetch(path, {method: 'POST', headers, body: JSON.stringify(body), signal});
  if (!response.ok) {
    throw await ApiError.of(response);
  }
  return response;
}

export const cataloguePath = query => `/api/catalogue?${query}`;

export const modelPath = id => `/api/catalogue/${id.split('/').map(encodeURIComponent).join('/')}`;
