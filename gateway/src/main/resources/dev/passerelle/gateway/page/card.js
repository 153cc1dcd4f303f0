// A model card: HTML that the server made safe, the only HTML inserted in this page. It lives in a shadow root, so
// that neither its element ids nor our styles reach across.
import {element} from './dom.js';

/** Shows a card's HTML within `host`; does nothing when it is shown already. */
export function showCard(host, html) {
  if (host.shown === html) {
    return;
  }
  host.shown = html;
  const root = host.shadowRoot ?? attach(host);
  root.querySelector('article').innerHTML = html;
}

function attach(host) {
  const root = host.attachShadow({mode: 'open'});
  ['tokens.css', 'card.css'].forEach(name => root.append(element('link', {rel: 'stylesheet', href: `/page/${name}`})));
  root.append(element('article'));
  root.addEventListener('click', event => followWithin(root, event));
  return root;
}

/** A link to a place within the card scrolls there; the page's own address stays. */
function followWithin(root, event) {
  const target = event.target.closest('a')?.getAttribute('href');
  if (target?.startsWith('#')) {
    event.preventDefault();
    root.getElementById(target.slice(1))?.scrollIntoView();
  }
}
