// A model card: HTML that the server made safe, the only HTML inserted in this page. It lives in a shadow root, so
// that our styles don't reach into it.
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
  return root;
}
