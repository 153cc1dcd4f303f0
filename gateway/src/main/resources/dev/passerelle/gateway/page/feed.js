// A view's data, kept fresh: asked for anew every 2 s while something is in motion, every 10 s otherwise, and not at
// all while nobody looks. The server's ETag spares both sides the work where nothing changed.
import {ApiError, read} from './api.js';
import * as banner from './banner.js';
import {ask, onKey, taken} from './key.js';

const BUSY = 2000;
const CALM = 10_000;
const LONGEST_WAIT = 15_000;

export class Feed {
  #path;
  #etag;
  #timer;
  #request;
  #failures = 0;
  #moving = false;
  #locked = false;
  #handlers;

  /** @param handlers `data(json)` returns whether something is in motion; `refused(ApiError)` */
  constructor(handlers) {
    this.#handlers = handlers;
    document.addEventListener('visibilitychange', () => this.#path && !document.hidden && this.refresh());
    onKey(() => this.#path && this.refresh());
  }

  /** Follows another path; the answers to the former one are dropped. */
  follow(path) {
    if (path !== this.#path) {
      this.stop();
      this.#path = path;
      this.refresh();
    }
  }

  stop() {
    this.#path = undefined;
    this.#etag = undefined;
    this.#request?.abort();
    clearTimeout(this.#timer);
    banner.hide();
  }

  async refresh() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    try {
      this.#answered(await read(this.#path, {etag: this.#etag, signal: request.signal}));
    } catch (failure) {
      if (!request.signal.aborted) {
        this.#failed(failure);
      }
    }
  }

  #answered(answer) {
    this.#failures = 0;
    banner.hide();
    if (this.#locked) {
      this.#locked = false;
      taken();
    }
    if (answer) {
      this.#etag = answer.etag;
      this.#moving = this.#handlers.data(answer.data);
    }
    this.#again(this.#moving ? BUSY : CALM);
  }

  #failed(failure) {
    if (failure instanceof ApiError && failure.status < 500) {
      this.#etag = undefined;
      this.#handlers.refused(failure);
      if (failure.status === 401) {
        this.#locked = true;
        ask();
      }
      this.#again(CALM);
      return;
    }
    const wait = failure.retryAfter ? failure.retryAfter * 1000 : Math.min(1000 * 2 ** this.#failures++, LONGEST_WAIT);
    const what = failure instanceof ApiError ? failure.message : 'The server does not answer.';
    banner.show(`${what} What you see may be out of date. Trying again in ${Math.ceil(wait / 1000)} s.`, () => this.refresh());
    this.#again(wait);
  }

  #again(wait) {
    clearTimeout(this.#timer);
    if (this.#path === undefined) {
      return; // its data was all that was wanted
    }
    this.#timer = setTimeout(() => document.hidden || this.refresh(), wait);
  }
}

const MOVING = new Set(['downloading', 'verifying', 'importing', 'loading']);

/** Whether a model, or the revision that is to replace it, is on its way. */
export const moving = entry => MOVING.has(entry.state.phase) || MOVING.has(entry.update?.phase);
