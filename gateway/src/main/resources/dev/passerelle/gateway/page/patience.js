// Waiting for a model that is still loading: the server says with 503 and Retry-After when to ask again.
import {ApiError} from './api.js';

const LONGEST = 300_000;

/** Calls `attempt` until it isn't put off any more; `waiting(message, seconds)` before each pause. */
export async function patiently(attempt, waiting, signal) {
  for (const start = performance.now(); ; ) {
    try {
      return await attempt();
    } catch (failure) {
      const later = failure instanceof ApiError && failure.status === 503 && failure.retryAfter;
      if (!later || performance.now() - start > LONGEST) {
        throw failure;
      }
      waiting(failure.message, failure.retryAfter);
      await pause(failure.retryAfter * 1000, signal);
    }
  }
}

function pause(millis, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** A failure in words for the person who asked. */
export function inWords(failure) {
  if (failure instanceof ApiError && failure.status === 401) {
    return `${failure.message} Enter an API key in the settings.`;
  }
  return failure instanceof TypeError ? 'The server could not be reached, or the connection was lost.' : failure.message;
}
