// Buttons that copy a text, also where the clipboard interface is missing (plain http on another host).
import {announce, element, text} from './dom.js';

const SHOWN = 1600;

/** Copies `source()` at each click and says whether it worked. */
export function copies(button, source) {
  const label = button.firstElementChild;
  const usual = label.textContent;
  let timer;
  button.addEventListener('click', async () => {
    const done = await copy(source());
    text(label, done ? 'Copied' : 'Press Ctrl+C');
    announce(done ? 'Copied.' : 'The browser refused; select the text and copy it.');
    clearTimeout(timer);
    timer = setTimeout(() => text(label, usual), SHOWN);
  });
}

async function copy(value) {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    return copyBySelection(value);
  }
}

function copyBySelection(value) {
  const focused = document.activeElement;
  const area = element('textarea', {value, className: 'unseen', readOnly: true});
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  focused?.focus();
  return done;
}
