// The filters beside the list: one group of checkboxes per facet, with the counts the server gives.
import {byId, element, keyed, stamp, text} from './dom.js';
import {nameOf} from './format.js';
import {FACETS} from './route.js';

const TITLES = {
  task: 'Task',
  state: 'State',
  capability: 'Capability',
  licence: 'Licence',
  language: 'Language',
  architecture: 'Architecture',
  quantisation: 'Quantisation',
  region: 'Region',
};
const FIRST = 6;

/** Shows the facets of an answer; `choose(facet, values)` is called when one is changed. */
export function showFacets(facets, query, choose) {
  const groups = FACETS
    .map(facet => ({facet, values: values(facets[facet] ?? [], query.getAll(facet))}))
    .filter(group => group.values.length > 0);
  keyed(byId('filters'), groups, group => group.facet, group => create(group.facet, choose), update);
}

/** The server's values, and the chosen ones that nothing is left of. */
function values(counted, chosen) {
  const known = new Set(counted.map(one => one.value));
  const gone = chosen.filter(value => !known.has(value)).map(value => ({value, count: 0}));
  return [...counted, ...gone].map(one => ({...one, chosen: chosen.includes(one.value)}));
}

function create(facet, choose) {
  const {root, refs} = stamp('facet-template');
  text(refs.title, TITLES[facet]);
  refs.values.addEventListener('change', () =>
    choose(facet, [...refs.values.querySelectorAll(':checked')].map(box => box.value)));
  refs.more.addEventListener('click', () => {
    const open = refs.more.getAttribute('aria-expanded') !== 'true';
    refs.more.setAttribute('aria-expanded', String(open));
    update(root, root.group);
  });
  root.refs = refs;
  return root;
}

function update(root, group) {
  root.group = group;
  const {values: list, more} = root.refs;
  keyed(list, group.values, one => one.value, one => createChoice(group.facet, one), updateChoice);
  const open = more.getAttribute('aria-expanded') === 'true';
  [...list.children].forEach((item, i) => (item.hidden = !open && i >= FIRST && !group.values[i].chosen));
  more.hidden = group.values.length <= FIRST;
  text(more, open ? 'Show fewer' : `Show all ${group.values.length}`);
}

function createChoice(facet, {value}) {
  const {root, refs} = stamp('choice-template');
  refs.box.value = value;
  text(refs.label, nameOf(facet, value));
  root.refs = refs;
  return root;
}

function updateChoice(root, {count, chosen}) {
  root.refs.box.checked = chosen;
  text(root.refs.count, String(count));
}

/** Shows the filters in use above the list, each with a button that removes it. */
export function showChosen(query, choose) {
  const chosen = FACETS.flatMap(facet => query.getAll(facet).map(value => ({facet, value})));
  const list = byId('chosen');
  keyed(list, chosen, one => `${one.facet}=${one.value}`, ({facet, value}) => {
    const button = element('button', {type: 'button', className: 'pill', textContent: nameOf(facet, value)});
    button.setAttribute('aria-label', `Remove ${TITLES[facet]}: ${nameOf(facet, value)}`);
    button.dataset.facet = facet;
    button.dataset.value = value;
    return element('li', {}, button);
  });
  list.hidden = chosen.length === 0;
  list.onclick = event => {
    const button = event.target.closest('button');
    if (button) {
      const {facet, value} = button.dataset;
      const at = chosen.findIndex(one => one.facet === facet && one.value === value);
      choose(facet, query.getAll(facet).filter(one => one !== value));
      const left = list.querySelectorAll('button');
      (left[Math.min(at, left.length - 1)] ?? byId('list-title')).focus();
    }
  };
  text(byId('filters-toggle'), chosen.length ? `Filters (${chosen.length})` : 'Filters');
}
