// The line on top of the page that says the server is away.
import {byId, text} from './dom.js';

let retry = () => {};

export function show(message, again) {
  retry = again;
  text(byId('banner-text'), message);
  byId('banner').hidden = false;
}

export function hide() {
  byId('banner').hidden = true;
}

byId('banner-retry').addEventListener('click', () => retry());
