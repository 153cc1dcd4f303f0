// The address of a view, kept after the `#`, so that it can be shared and the browser's Back works:
// `#/models?search=…&task=…&page=2`, `#/models/{id}`, `#/playground?model={id}`.

export const FACETS = ['task', 'state', 'capability', 'licence', 'language', 'architecture', 'quantisation', 'region'];

/** Reads the present address: `{view, id?, query}`. */
export function route() {
  const [path, search = ''] = split(location.hash.slice(1), '?');
  const query = new URLSearchParams(search);
  if (path === '' || path === '/' || path === '/models') {
    return {view: 'list', query};
  }
  if (path.startsWith('/models/')) {
    return {view: 'detail', id: decode(path.slice('/models/'.length)), query};
  }
  return {view: path === '/playground' ? 'playground' : 'lost', query};
}

function split(address, mark) {
  const at = address.indexOf(mark);
  return at < 0 ? [address] : [address.slice(0, at), address.slice(at + 1)];
}

function decode(component) {
  try {
    return decodeURIComponent(component);
  } catch {
    return component; // a stray % sign
  }
}

export const detailAddress = id => `#/models/${id.split('/').map(encodeURIComponent).join('/')}`;

export const playgroundAddress = id => `#/playground?model=${encodeURIComponent(id)}`;

export function listAddress(query) {
  const search = query.toString();
  return search ? `#/models?${search}` : '#/models';
}

/** A copy of a query with some names set anew; an empty value drops the name. The page starts over unless it is given. */
export function changed(query, values) {
  const next = new URLSearchParams(query);
  next.delete('page');
  Object.entries(values).forEach(([name, value]) => {
    next.delete(name);
    [value].flat().filter(Boolean).forEach(one => next.append(name, one));
  });
  return next;
}

let follow = () => {};

/** Calls back at each change of the address. */
export function onRoute(callback) {
  follow = callback;
  addEventListener('hashchange', () => follow(route()));
}

/** Goes to an address; `replace` leaves no trace in the history. */
export function go(address, {replace = false} = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  follow(route());
}
