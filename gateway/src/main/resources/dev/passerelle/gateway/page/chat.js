// The conversation of the playground: what was said so far, the answer that is arriving, and how fast it comes.
import {complete} from './completion.js';
import {announce, byId, stamp, text, textOrHide} from './dom.js';
import {rounded, seconds} from './format.js';
import {inWords, patiently} from './patience.js';

const NEAR = 60;

const form = byId('ask');
const message = byId('message');
const thread = byId('thread');
const clear = byId('clear');
let turns = [];
let running;
let settings;

/** @param source gives `{model, use, system, temperature, maxTokens}` at the moment of asking */
export function prepare(source) {
  settings = source;
}

/** Breaks the running answer off; the server notices and frees its slot. */
export function stop() {
  running?.abort();
}

async function ask(question) {
  const chosen = settings();
  turns.push({role: 'user', content: question});
  showTurn('You').said.append(question);
  const answer = showTurn(chosen.model);
  running = new AbortController();
  busy(true);
  try {
    await answered(answer, request(chosen), {signal: running.signal});
  } catch (failure) {
    const stopped = running.signal.aborted;
    textOrHide(answer.trouble, stopped ? 'Stopped.' : inWords(failure));
    answer.trouble.classList.toggle('calm', stopped);
    announce(stopped ? 'Stopped.' : answer.trouble.textContent);
  } finally {
    remember(answer.said.textContent);
    busy(false);
  }
}

/** A model without a chat template continues the last text; any other is told the whole conversation. */
function request({model, use, system, temperature, maxTokens}) {
  if (use === 'completion') {
    return {model, prompt: turns.at(-1).content, temperature, max_tokens: maxTokens};
  }
  const opening = system ? [{role: 'system', content: system}] : [];
  return {model, messages: [...opening, ...turns], temperature, max_tokens: maxTokens};
}

async function answered(answer, asked, options) {
  const written = answer.said.appendChild(document.createTextNode(''));
  const thought = answer.thought.appendChild(document.createTextNode(''));
  const pace = {sent: 0, first: 0, last: 0, pieces: 0, tokens: 0};
  await patiently(async () => {
    pace.sent = performance.now();
    for await (const {text: piece, thought: idea, usage} of complete(asked, options)) {
      if (piece || idea) {
        answer.trouble.hidden = true;
        answer.thoughts.hidden = !thought.length && !idea;
        pace.last = performance.now();
        pace.first ||= pace.last;
        pace.pieces++;
        followed(() => (piece ? written : thought).appendData(piece ?? idea));
      }
      pace.tokens = usage?.completion_tokens ?? pace.tokens;
    }
  }, (words, wait) => {
    textOrHide(answer.trouble, `${words} Asking again in ${wait} s.`);
    answer.trouble.classList.add('calm');
  }, options.signal);
  answer.trouble.hidden = true;
  textOrHide(answer.pace, paceText(pace));
}

/** "12 tokens · 41.3 tokens/s · first after 132 ms" */
function paceText({sent, first, last, pieces, tokens}) {
  const count = tokens || pieces;
  const rate = pieces > 1 && last > first ? ` · ${rounded(((count - 1) * 1000) / (last - first))} tokens/s` : '';
  return first ? `${count} tokens${rate} · first after ${seconds(first - sent)}` : `${count} tokens`;
}

/** An answer that broke before its first word leaves no trace in what the model is told next. */
function remember(said) {
  if (said) {
    turns.push({role: 'assistant', content: said});
  } else {
    turns.pop();
  }
}

function showTurn(who) {
  const {root, refs} = stamp('turn-template');
  text(refs.who, who);
  root.classList.toggle('own', who === 'You');
  byId('thread-empty').hidden = true;
  followed(() => thread.append(root), true);
  return refs;
}

/** Changes the thread and stays at its end, unless the reader scrolled away from there. */
function followed(change, always = false) {
  const atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < NEAR;
  change();
  if (atEnd || always) {
    thread.scrollTop = thread.scrollHeight;
  }
}

function busy(now) {
  running = now ? running : undefined;
  thread.setAttribute('aria-busy', String(now));
  byId('send').hidden = now;
  byId('stop').hidden = !now;
  clear.disabled = now || turns.length === 0;
  message.focus();
}

form.addEventListener('submit', event => {
  event.preventDefault();
  const question = message.value.trim();
  if (question && !running && settings().model) {
    message.value = '';
    ask(question);
  }
});

message.addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === 'Escape') {
    stop();
  }
});

byId('stop').addEventListener('click', stop);

clear.addEventListener('click', () => {
  turns = [];
  thread.replaceChildren();
  byId('thread-empty').hidden = false;
  clear.disabled = true;
  message.focus();
});
