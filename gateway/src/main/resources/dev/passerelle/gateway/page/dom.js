// Building and updating elements. Everything is set as text; nothing here parses HTML.

export const byId = id => document.getElementById(id);

/** A new element; `props` are its properties, `children` nodes or strings. */
export function element(name, props = {}, ...children) {
  const node = Object.assign(document.createElement(name), props);
  node.append(...children);
  return node;
}

/** A copy of a template: its root and, by name, the elements marked `data-ref`. */
export function stamp(template) {
  const root = byId(template).content.firstElementChild.cloneNode(true);
  const refs = Object.fromEntries(
    [...root.querySelectorAll('[data-ref]')].map(node => [node.dataset.ref, node]));
  return {root, refs};
}

/** Sets a text without touching the document where it is the same. */
export function text(node, value) {
  if (node.textContent !== value) {
    node.textContent = value;
  }
}

/** Sets a text, or hides the element when there is none. */
export function textOrHide(node, value) {
  text(node, value ?? '');
  node.hidden = !value;
}

/**
 * Makes a list's children those of `items`, reusing elements by key so that focus and selection survive.
 * `create(item)` gives an element, `update(element, item)` brings one up to date.
 */
export function keyed(parent, items, key, create, update = () => {}) {
  const kept = new Map([...parent.children].map(node => [node.dataset.key, node]));
  const nodes = items.map(item => {
    const name = String(key(item));
    const node = kept.get(name) ?? create(item);
    node.dataset.key = name;
    update(node, item);
    return node;
  });
  const wanted = new Set(nodes);
  kept.forEach(node => wanted.has(node) || node.remove());
  nodes.forEach((node, i) => parent.children[i] === node || parent.insertBefore(node, parent.children[i] ?? null));
}

/** Fills a `<ul>` with texts. */
export function texts(list, values, classOf = () => '') {
  keyed(list, values, value => value, value => element('li', {textContent: value, className: classOf(value)}));
  list.hidden = values.length === 0;
}

/** Fills a `<dl>` with `[term, text, {href, mono}]`; a pair without a text is left out. */
export function facts(list, pairs) {
  keyed(list, pairs.filter(([, value]) => value), ([term]) => term,
    ([term]) => element('div', {}, element('dt', {textContent: term}), element('dd')),
    (node, [, value, {href, mono} = {}]) => {
      const dd = node.lastElementChild;
      dd.classList.toggle('mono', Boolean(mono));
      text(href ? linkIn(dd, href) : dd, value);
    });
}

function linkIn(parent, href) {
  const link = parent.querySelector('a') ?? parent.appendChild(element('a', {rel: 'noreferrer'}));
  link.href = href;
  return link;
}

/** Tells screen readers something that is only seen. */
export function announce(message) {
  byId('announcer').textContent = message;
}
