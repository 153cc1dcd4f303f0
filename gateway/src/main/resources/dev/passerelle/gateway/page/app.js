// The page's entry: shows the view that the address names and hands focus and scroll position over between views.
import {byId, text} from './dom.js';
import * as detail from './detail.js';
import * as list from './list.js';
import * as playground from './playground.js';
import {onRoute, route} from './route.js';

const lost = {
  title: () => 'Nothing here',
  open: () => text(byId('lost-text'), `There is no view at ${location.hash}.`),
  close: () => {},
};
const VIEWS = {list, detail, playground, lost};
const MENU = {list: 'models', detail: 'models', playground: 'playground'};

let shown;
let leftAt = 0;
let leftFrom;

function show(next) {
  const same = shown?.view === next.view && shown.id === next.id;
  if (!same) {
    leave();
    Object.keys(VIEWS).forEach(name => (byId(name).hidden = name !== next.view));
  }
  const before = shown;
  shown = next;
  VIEWS[next.view].open(next);
  if (!same) {
    arrived(next.view, before);
  }
  document.title = `${VIEWS[next.view].title()} · Passerelle`;
  document.querySelectorAll('[data-nav]').forEach(link =>
    link.setAttribute('aria-current', link.dataset.nav === MENU[next.view] ? 'page' : 'false'));
}

function leave() {
  if (shown?.view === 'list') {
    leftAt = scrollY;
    leftFrom = document.activeElement;
    detail.cameFrom(shown.query);
  }
  if (shown) {
    VIEWS[shown.view].close();
  }
}

/** Back in the list one stands where one left it; any other view begins at its heading. The first view takes no focus. */
function arrived(view, before) {
  if (!before) {
    return;
  }
  if (view === 'list' && before.view !== 'list') {
    scrollTo(0, leftAt);
    (leftFrom?.isConnected && leftFrom !== document.body ? leftFrom : byId('list-title')).focus({preventScroll: true});
    return;
  }
  scrollTo(0, 0);
  byId(`${view}-title`)?.focus({preventScroll: true});
}

document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  byId('main').focus();
});

history.scrollRestoration = 'manual';
onRoute(show);
show(route());
