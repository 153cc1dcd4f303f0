// The playground: chooses a model, then chats with it or compares two texts by it.
import {cataloguePath, modelPath} from './api.js';
import * as chat from './chat.js';
import * as compare from './compare.js';
import {byId, element, keyed, text} from './dom.js';
import {Feed, moving} from './feed.js';
import {PHASES} from './format.js';
import {go, playgroundAddress} from './route.js';
import {usage} from './snippets.js';

const MOST = 1000;

const choice = byId('model');
const refused = refusal => text(byId('model-state'), refusal.message);
const offered = new Feed({data: showModels, refused});
const watched = new Feed({data: showState, refused});
let models = [];
let wanted;
let visited = false;

export const title = () => 'Playground';

export function open({query}) {
  wanted = query.get('model') ?? wanted;
  if (!visited) {
    visited = true;
    offered.follow(cataloguePath(new URLSearchParams({per_page: MOST})));
  }
  if (models.length) {
    choose();
  }
}

export function close() {
  visited = false;
  offered.stop();
  watched.stop();
  chat.stop();
  compare.stop();
}

/** The list is read until it has the model one came for; from then on only that one is watched. */
function showModels({data}) {
  models = data.filter(usage);
  const groups = [[false, 'Text generation'], [true, 'Embeddings']]
    .map(([embeds, label]) => ({label, entries: models.filter(entry => isEmbedder(entry) === embeds)}))
    .filter(group => group.entries.length > 0);
  keyed(choice, groups, group => group.label, ({label}) => element('optgroup', {label}), (group, {entries}) =>
    keyed(group, entries, entry => entry.id, entry => element('option', {value: entry.id}), showOption));
  choose();
  if (wanted ? named(wanted) : models.length) {
    offered.stop();
  }
  return models.some(moving);
}

function showOption(option, {id, state}) {
  text(option, state.phase === 'ready' ? id : `${id} (${PHASES[state.phase].toLowerCase()})`);
}

function choose() {
  const chosen = named(wanted) ?? models.find(entry => entry.state.phase === 'ready') ?? models[0];
  showChosen(chosen);
  if (chosen) {
    choice.value = chosen.id;
    watched.follow(modelPath(chosen.id));
  }
}

function showState(entry) {
  showOption(choice.selectedOptions[0], entry);
  showChosen(entry);
  return moving(entry);
}

const isEmbedder = entry => usage(entry) === 'embedding';

const named = id => models.find(entry => entry.id === id || entry.aliases?.includes(id));

function showChosen(entry) {
  const embeds = Boolean(entry) && isEmbedder(entry);
  byId('chat').hidden = embeds;
  byId('chat-settings').hidden = embeds;
  byId('compare').hidden = !embeds;
  text(byId('model-state'), entry ? stateText(entry.state) : 'No model to try yet.');
}

function stateText(state) {
  return state.phase === 'failed' ? `Failed: ${state.reason}` : PHASES[state.phase];
}

const numeric = id => (byId(id).value === '' ? undefined : Number(byId(id).value));

const common = () => ({model: choice.value});

chat.prepare(() => ({
  ...common(),
  use: choice.value && usage(named(choice.value)),
  system: byId('system').value.trim(),
  temperature: numeric('temperature'),
  maxTokens: numeric('max-tokens'),
}));

compare.prepare(common);

choice.addEventListener('change', () => go(playgroundAddress(choice.value), {replace: true}));
