// Comparing two texts by their embeddings.
import {call} from './api.js';
import {byId, element, textOrHide} from './dom.js';
import {cosine} from './cosine.js';
import {inWords, patiently} from './patience.js';

const button = byId('measure');
const result = byId('similarity');
let settings;
let running;

/** @param source gives `{model}` at the moment of asking */
export function prepare(source) {
  settings = source;
}

export function stop() {
  running?.abort();
}

async function compare(texts) {
  const {model} = settings();
  running = new AbortController();
  const {signal} = running;
  button.disabled = true;
  try {
    const answer = await patiently(
      async () => (await call('/v1/embeddings', {model, input: texts}, {signal})).json(),
      (words, wait) => showWords(`${words} Asking again in ${wait} s.`),
      signal);
    const [a, b] = answer.data.toSorted((x, y) => x.index - y.index).map(item => item.embedding);
    showSimilarity(cosine(a, b));
  } catch (failure) {
    showWords(signal.aborted ? '' : inWords(failure));
  } finally {
    button.disabled = false;
  }
}

function showSimilarity(value) {
  const bar = element('progress', {max: 1, value: Math.max(0, value)});
  bar.setAttribute('aria-hidden', 'true'); // the number says the same
  result.replaceChildren(
    element('p', {className: 'value'}, element('strong', {textContent: value.toFixed(3)}), ' cosine similarity'),
    bar,
    element('p', {className: 'hint', textContent: '1: the same direction, 0: unrelated. Models differ in where they put “similar”; compare pairs with each other.'}));
}

function showWords(words) {
  const line = element('p', {className: 'trouble'});
  textOrHide(line, words);
  result.replaceChildren(line);
}

byId('compare').addEventListener('submit', event => {
  event.preventDefault();
  if (settings().model) {
    compare([byId('text-a').value, byId('text-b').value]);
  }
});
