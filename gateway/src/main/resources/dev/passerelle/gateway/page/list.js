// The list of models: search, filters, sorting and pages, all of them in the address.
import {cataloguePath} from './api.js';
import {copies} from './copy.js';
import {byId, keyed, text} from './dom.js';
import {showChosen, showFacets} from './facets.js';
import {Feed, moving} from './feed.js';
import {number} from './format.js';
import {changed, FACETS, go, listAddress, route} from './route.js';
import {createRow, updateRow} from './row.js';

const PER_PAGE = 40;
const TYPING = 180;

const view = byId('list');
const search = byId('search');
const sort = byId('sort');
const toggle = byId('filters-toggle');
const rows = byId('rows');
const feed = new Feed({data: showAnswer, refused: showRefusal});
let query = new URLSearchParams();
let typing;

export const title = () => 'Models';

export function open({query: next}) {
  query = next;
  const words = query.get('search') ?? '';
  if (search.value.trim() !== words) {
    search.value = words;
  }
  sort.value = query.get('sort') ?? 'id';
  rows.setAttribute('aria-busy', 'true');
  showChosen(query, choose);
  feed.follow(cataloguePath(requested()));
}

export function close() {
  clearTimeout(typing);
  feed.stop();
}

/** What the server is asked: the address, without what it doesn't know. */
function requested() {
  const known = new URLSearchParams({per_page: PER_PAGE});
  ['search', 'sort', 'page', ...FACETS].forEach(name => query.getAll(name).forEach(value => known.append(name, value)));
  return known;
}

function showAnswer(answer) {
  if (answer.data.length === 0 && answer.total > 0) {
    go(listAddress(changed(query, {page: answer.pages})), {replace: true}); // the list became shorter
    return false;
  }
  rows.removeAttribute('aria-busy');
  text(byId('count'), countText(answer));
  showFacets(answer.facets, query, choose);
  keyed(rows, answer.data, entry => entry.id, createRow, updateRow);
  showNothing(answer.total === 0 ? nothingText() : undefined);
  showPages(answer);
  return answer.data.some(moving);
}

function showRefusal(refusal) {
  rows.removeAttribute('aria-busy');
  rows.replaceChildren();
  text(byId('count'), '');
  byId('pages').hidden = true;
  showNothing(refusal.message);
}

const countText = ({total}) => `${number(total)} ${total === 1 ? 'model' : 'models'}`;

const filtered = () => ['search', ...FACETS].some(name => query.has(name));

const nothingText = () =>
  filtered() ? 'No model fits this search and these filters.' : 'This gateway serves no models yet.';

function showNothing(message) {
  byId('nothing').hidden = !message;
  text(byId('nothing-text'), message ?? '');
  byId('nothing-clear').hidden = query.size === 0;
}

function showPages({page, pages}) {
  byId('pages').hidden = pages <= 1;
  text(byId('page-of'), `Page ${number(page)} of ${number(pages)}`);
  turn(byId('previous'), page - 1, page > 1);
  turn(byId('next'), page + 1, page < pages);
}

function turn(link, page, possible) {
  if (possible) {
    link.href = listAddress(changed(query, {page}));
  } else {
    link.removeAttribute('href');
  }
}

function choose(name, values) {
  go(listAddress(changed(query, {[name]: values})));
}

search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    const going = query.has('search');
    go(listAddress(changed(query, {search: search.value.trim()})), {replace: going});
  }, TYPING);
});

sort.addEventListener('change', () => choose('sort', sort.value === 'id' ? '' : sort.value));

byId('nothing-clear').addEventListener('click', () => {
  search.value = '';
  go('#/models');
  search.focus();
});

toggle.addEventListener('click', () => {
  const open = toggle.getAttribute('aria-expanded') !== 'true';
  toggle.setAttribute('aria-expanded', String(open));
});

byId('pages').addEventListener('click', event => {
  if (event.target.closest('a[href]')) {
    scrollTo(0, 0);
    byId('list-title').focus({preventScroll: true});
  }
});

document.addEventListener('keydown', event => {
  const writing = event.target.matches('input, textarea, select');
  if (event.key === '/' && !writing && !event.ctrlKey && !event.metaKey && !event.altKey && !view.hidden) {
    event.preventDefault();
    search.select();
    search.focus();
  }
});

const endpoint = `${location.origin}/v1`;
text(byId('endpoint'), endpoint);
copies(byId('endpoint-copy'), () => endpoint);
