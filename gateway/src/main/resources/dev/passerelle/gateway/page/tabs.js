// Tabs as the ARIA practices have them: one tab stop, arrow keys, Home and End.
import {element} from './dom.js';

/** Fills a tab list; `show(i)` shows what belongs to tab i in `panel`. */
export function tabs(list, panel, names, show) {
  const buttons = names.map((name, i) => {
    const button = element('button', {type: 'button', textContent: name, id: `tab-${i}`, role: 'tab'});
    button.setAttribute('aria-controls', panel.id);
    button.addEventListener('click', () => select(i));
    return button;
  });

  function select(chosen) {
    buttons.forEach((button, i) => {
      button.setAttribute('aria-selected', String(i === chosen));
      button.tabIndex = i === chosen ? 0 : -1;
    });
    panel.setAttribute('aria-labelledby', `tab-${chosen}`);
    show(chosen);
  }

  list.addEventListener('keydown', event => {
    const last = buttons.length - 1;
    const at = buttons.indexOf(document.activeElement);
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      select(to);
      buttons[to].focus();
    }
  });

  list.replaceChildren(...buttons);
  return select;
}
