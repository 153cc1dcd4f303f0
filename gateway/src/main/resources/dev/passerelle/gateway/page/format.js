// Numbers, sizes, prices and names as people read them.

const whole = new Intl.NumberFormat('en-GB');
const rough = new Intl.NumberFormat('en-GB', {maximumSignificantDigits: 3});
const language = new Intl.DisplayNames('en-GB', {type: 'language', fallback: 'none'});
const moment = new Intl.DateTimeFormat('en-GB', {dateStyle: 'medium', timeStyle: 'short'});

const NAMES = {
  'text-generation': 'Text generation',
  'feature-extraction': 'Embeddings',
  json_schema: 'JSON schema',
  logprobs: 'Log-probabilities',
  stop: 'Stop sequences',
  n: 'Several choices',
};

export const PHASES = {
  idle: 'Loads on first use',
  downloading: 'Downloading',
  verifying: 'Verifying',
  importing: 'Importing',
  loading: 'Loading',
  ready: 'Ready',
  degraded: 'Some deployments out',
  out: 'All deployments out',
  failed: 'Failed',
};

export const number = value => (value === undefined ? undefined : whole.format(value));

function scaled(value, units, step) {
  const power = Math.min(Math.floor(Math.log(value) / Math.log(step)), units.length - 1);
  return power < 1 ? whole.format(value) + units[0] : rough.format(value / step ** power) + units[power];
}

/** 134515008 → "135 M" */
export const parameters = value => (value ? scaled(value, ['', ' K', ' M', ' B', ' T'], 1000) : undefined);

/** 98765432 → "98.8 MB" */
export const bytes = value => (value ? scaled(value, [' B', ' kB', ' MB', ' GB', ' TB'], 1000) : undefined);

export const percent = (part, all) => Math.floor((100 * part) / all) + ' %';

/** A number of tokens: 32768 → "32,768 tokens" */
export const tokens = value => (value ? `${whole.format(value)} tokens` : undefined);

export const date = iso => moment.format(new Date(iso));

/** Three digits: 41.3, 2500 → "2,500" */
export const rounded = value => rough.format(value);

export const seconds = millis => (millis < 1000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`);

function money(amount, currency) {
  try {
    return new Intl.NumberFormat('en-GB', {style: 'currency', currency, maximumFractionDigits: 6}).format(amount);
  } catch {
    return `${amount} ${currency}`; // no ISO 4217 code
  }
}

/** "€0.10 / €0.20": read and written tokens, so many as [priceUnit] says. */
export const price = value =>
  value && `${money(value.prompt, value.currency)} / ${money(value.completion, value.currency)}`;

export const priceUnit = value => `${scaled(value.per_tokens, ['', ' K', ' M'], 1000)} tokens`;

/** Where a model and its deployments run: "fr-par, de-fra" */
export const regions = entry =>
  [...new Set([entry.region, ...(entry.deployments ?? []).map(one => one.region)])].filter(Boolean).join(', ');

export function languageName(code) {
  try {
    return language.of(code) ?? code;
  } catch {
    return code; // "multilingual", "code" and the like
  }
}

/** How a value of a facet or a capability is called. */
export function nameOf(facet, value) {
  switch (facet) {
    case 'state':
      return PHASES[value] ?? value;
    case 'language':
      return languageName(value);
    case 'task':
    case 'capability':
      return NAMES[value] ?? value.charAt(0).toUpperCase() + value.slice(1);
    default:
      return value;
  }
}
