// One model in the list.
import {showCondition} from './condition.js';
import {facts, stamp, text, textOrHide, texts} from './dom.js';
import {bytes, nameOf, number, parameters, price, priceUnit, regions} from './format.js';
import {detailAddress} from './route.js';

const UNKNOWN = '–';

export function createRow(entry) {
  const {root, refs} = stamp('row-template');
  root.refs = refs;
  text(refs.name, entry.id);
  refs.name.href = detailAddress(entry.id);
  return root;
}

export function updateRow(root, entry) {
  const {refs} = root;
  text(refs.kind, kind(entry));
  textOrHide(refs.about, entry.summary);
  texts(refs.capabilities, (entry.capabilities ?? []).map(name => nameOf('capability', name)));
  showCondition(refs.condition, entry);
  facts(refs.figures, figures(entry));
}

/** "Text generation · llama · also called small", or where it comes from while its files are unknown. */
export function kind(entry) {
  return [
    entry.task ? nameOf('task', entry.task) : entry.source,
    entry.source ? entry.architecture : 'served elsewhere',
    entry.aliases?.length && `also called ${entry.aliases.join(', ')}`,
  ].filter(Boolean).join(' · ');
}

/** Eight figures, so that those of one kind stand below each other; of a model whose files are unknown only what is known. */
function figures(entry) {
  const pairs = [
    ['Parameters', parameters(entry.parameters)],
    ['Context', number(entry.context_length)],
    ['On disk', bytes(entry.size?.disk)],
    ['In memory', bytes(entry.size?.memory)],
    ['Quantisation', entry.quantisation],
    ['Licence', entry.licence],
    ['Region', regions(entry)],
    [entry.price ? `${priceUnit(entry.price)} in / out` : 'Price', price(entry.price)],
  ];
  return entry.parameters ? pairs.map(([term, value]) => [term, value ?? UNKNOWN]) : pairs;
}
