// A model's state: ready, on its way with progress, or failed with the reason; that of a newer revision; and how many
// of its deployments are up.
import {stamp, text, textOrHide} from './dom.js';
import {bytes, date, percent, PHASES} from './format.js';

/** Shows an entry's state within `parent`; the same elements are updated from then on. */
export function showCondition(parent, entry) {
  parent.condition ??= attach(parent);
  const {state, progress, explanation, update, places} = parent.condition;
  text(state, PHASES[entry.state.phase] ?? entry.state.phase);
  state.dataset.phase = entry.state.phase;
  const step = entry.state.phase === 'downloading' ? entry.state : entry.update;
  showProgress(progress, step, entry.id);
  textOrHide(explanation, entry.state.phase === 'failed' ? entry.state.reason : arrived(entry.state));
  textOrHide(update, entry.update && updateText(entry.update));
  update.dataset.phase = entry.update?.phase ?? '';
  textOrHide(places, entry.deployments && placesText(entry.deployments));
}

function attach(parent) {
  const {root, refs} = stamp('condition-template');
  parent.replaceChildren(root);
  return refs;
}

function showProgress(bar, step, id) {
  bar.hidden = step?.phase !== 'downloading';
  bar.setAttribute('aria-label', `Download of ${id}`);
  if (step?.total) {
    bar.max = step.total;
    bar.value = step.bytes;
  } else {
    bar.removeAttribute('value');
  }
}

function arrived(state) {
  if (state.phase !== 'downloading') {
    return undefined;
  }
  return state.total
    ? `${percent(state.bytes, state.total)} · ${bytes(state.bytes) ?? '0 B'} of ${bytes(state.total)}`
    : bytes(state.bytes);
}

function placesText(deployments) {
  const up = deployments.filter(one => one.state === 'up').length;
  return `${up} of ${deployments.length} ${deployments.length === 1 ? 'deployment' : 'deployments'} up`;
}

function updateText(update) {
  const commit = update.commit ? ` ${update.commit.slice(0, 7)}` : '';
  if (update.phase === 'failed') {
    return `Newer revision${commit} failed ${date(update.since)}, the present one stays: ${update.reason}`;
  }
  const progress = arrived(update);
  return `Newer revision${commit}: ${(PHASES[update.phase] ?? update.phase).toLowerCase()}${progress ? ` ${progress}` : ''}`;
}
