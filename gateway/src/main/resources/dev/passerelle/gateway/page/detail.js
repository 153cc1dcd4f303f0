// Everything about one model.
import {modelPath} from './api.js';
import {showCard} from './card.js';
import {showCondition} from './condition.js';
import {copies} from './copy.js';
import {byId, facts, keyed, stamp, text, textOrHide, texts} from './dom.js';
import {Feed, moving} from './feed.js';
import {bytes, languageName, nameOf, number, parameters, price, priceUnit, regions, tokens} from './format.js';
import {listAddress, playgroundAddress} from './route.js';
import {kind} from './row.js';
import {snippets, usage} from './snippets.js';
import {tabs} from './tabs.js';

const view = byId('detail');
const feed = new Feed({data: showEntry, refused: showRefusal});
let refs;
let shownId;
let listQuery = new URLSearchParams();

export const title = () => shownId ?? 'Model';

/** Remembers which list the way back leads to. */
export function cameFrom(query) {
  listQuery = query;
}

export function open({id}) {
  shownId = id;
  const {root, refs: fresh} = stamp('detail-template');
  refs = fresh;
  text(refs.name, id);
  refs.back.href = listAddress(listQuery);
  root.classList.add('waiting');
  view.replaceChildren(root);
  feed.follow(modelPath(id));
}

export function close() {
  feed.stop();
}

function showEntry(entry) {
  view.firstElementChild.classList.remove('waiting');
  text(refs.name, entry.id);
  text(refs.kind, kind(entry));
  textOrHide(refs.about, entry.summary);
  texts(refs.capabilities, (entry.capabilities ?? []).map(name => nameOf('capability', name)));
  showCondition(refs.condition, entry);
  facts(refs.model, model(entry));
  facts(refs.serving, serving(entry));
  facts(refs.origin, origin(entry));
  showUse(entry);
  showPlaces(entry.deployments ?? []);
  showFiles(entry.files ?? []);
  refs['card-section'].hidden = !entry.card?.html;
  showCard(refs.card, entry.card?.html ?? '');
  return moving(entry);
}

function showRefusal(refusal) {
  text(refs.kind, refusal.status === 404 ? `This gateway offers no model of this name.` : refusal.message);
  view.firstElementChild.classList.add('refused');
}

function showUse(entry) {
  const use = usage(entry);
  refs.use.hidden = !use;
  refs.tryout.hidden = !use || (entry.state.phase === 'failed' && !entry.deployments?.some(isUp));
  refs.tryout.href = playgroundAddress(entry.id);
  if (use && !refs.tabs.hasChildNodes()) {
    const programs = snippets(use, entry.id, `${location.origin}/v1`);
    tabs(refs.tabs, refs.panel, programs.map(program => program.language), i => text(refs.code, programs[i].code))(0);
    copies(refs.copy, () => refs.code.textContent);
  }
}

const isUp = place => place.state === 'up';

function showPlaces(places) {
  refs['places-section'].hidden = places.length === 0;
  keyed(refs.places, places, place => place.name, createPlace, (root, place) => {
    text(root.refs.state, isUp(place) ? 'Up' : 'Out');
    root.refs.state.dataset.phase = isUp(place) ? 'ready' : 'out';
    textOrHide(root.refs.where, [place.region, place.price && priceOf(place.price)].filter(Boolean).join(' · '));
  });
}

function createPlace(place) {
  const {root, refs: parts} = stamp('place-template');
  text(parts.name, place.name);
  root.refs = parts;
  return root;
}

function showFiles(files) {
  refs['files-section'].hidden = files.length === 0;
  keyed(refs.files, files, file => file.path, createFile, (root, file) => {
    text(root.refs.size, bytes(file.size) ?? '0 B');
    textOrHide(root.refs.digest, file.digest);
  });
}

function createFile(file) {
  const {root, refs: parts} = stamp('file-template');
  text(parts.path, file.path);
  root.refs = parts;
  return root;
}

function model(entry) {
  return [
    ['Parameters', entry.parameters && `${parameters(entry.parameters)} (${number(entry.parameters)})`],
    ['Quantisation', entry.quantisation],
    ['Trained context', tokens(entry.trained_context_length)],
    ['Embedding size', number(entry.embedding_dimensions)],
    ['Input', entry.modalities?.input.join(', ')],
    ['Output', entry.modalities?.output.join(', ')],
    ['Languages', entry.languages?.map(languageName).join(', ')],
    ['Licence', entry.licence, {href: safe(entry.licence_link)}],
    ['Base model', entry.base_models?.join(', ')],
    ['Tags', entry.tags?.join(', ')],
  ];
}

function serving(entry) {
  return [
    ['Price in / out', entry.price && priceOf(entry.price)],
    ['Region', regions(entry)],
    ['Context', tokens(entry.context_length)],
    ['Slots', number(entry.engine?.slots)],
    ['Precision', entry.precision],
    ['Memory, at most', bytes(entry.size?.memory)],
    ['Loading', loading(entry)],
  ];
}

const priceOf = amount => `${price(amount)} per ${priceUnit(amount)}`;

function origin(entry) {
  return [
    ['Source', entry.source ?? 'Served elsewhere', {mono: Boolean(entry.source)}],
    ['Commit', entry.commit, {mono: true}],
    ['Revision', entry.revision, {mono: true}],
    ['On disk', bytes(entry.size?.disk)],
    ['Digests', verified(entry.digests_verified)],
  ];
}

/** Only links that leave for the web; the card's author wrote them. */
const safe = link => (/^https?:\/\//.test(link ?? '') ? link : undefined);

function verified(all) {
  return all === undefined ? undefined : all ? '✓ Every file verified' : 'Not verified';
}

function loading({load, pinned}) {
  const when = {start: 'When the gateway starts', 'first-use': 'On first use'}[load];
  return when && (pinned ? `${when}, then kept in memory` : when);
}
