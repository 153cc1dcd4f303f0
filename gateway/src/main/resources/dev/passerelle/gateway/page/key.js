// The visitor's API key: its field is among the playground's settings, and on top of any other view that needs it.
import {byId, text} from './dom.js';

const input = byId('key');
const field = byId('key-field');
const hint = byId('key-hint');
const gate = byId('gate');
const settings = field.parentElement;
const usual = hint.textContent;
let asked = false;

/** Asks for a key, once until another one is entered: what is asked again by itself must not take the focus. */
export function ask() {
  if (asked) {
    return;
  }
  asked = true;
  if (byId('playground').hidden) {
    gate.append(field);
    gate.hidden = false;
  }
  text(hint, input.value ? 'The server does not take this key. Enter another.' : 'This server asks for a key. Enter yours.');
  input.setAttribute('aria-invalid', 'true');
  input.focus();
}

/** The server took the key: its field goes back to the settings. */
export function taken() {
  asked = false;
  text(hint, usual);
  input.removeAttribute('aria-invalid');
  if (!gate.hidden) {
    gate.hidden = true;
    settings.append(field);
    document.querySelector('.view:not([hidden]) h1')?.focus({preventScroll: true});
  }
}

/** Does something whenever another key is entered. */
export function onKey(action) {
  input.addEventListener('change', () => {
    asked = false;
    action();
  });
}
