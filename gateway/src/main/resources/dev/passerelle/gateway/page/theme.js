// The light or dark theme: the system's until somebody chooses, then theirs, kept in this browser.
// A classic script in the head, so that the page is never painted in the wrong one.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');

  const chosen = () => {
    try {
      return localStorage.getItem('passerelle.theme');
    } catch {
      return null; // storage is switched off
    }
  };

  const keep = theme => {
    try {
      localStorage.setItem('passerelle.theme', theme);
    } catch {
      // storage is switched off: the choice holds until the page is left
    }
  };

  const current = () => root.dataset.theme ?? (dark.matches ? 'dark' : 'light');
  const stored = chosen();
  if (stored === 'light' || stored === 'dark') {
    root.dataset.theme = stored;
  }

  addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    const show = () => button.setAttribute('aria-pressed', String(current() === 'dark'));
    button.addEventListener('click', () => {
      root.dataset.theme = current() === 'dark' ? 'light' : 'dark';
      keep(root.dataset.theme);
      show();
    });
    dark.addEventListener('change', show);
    show();
  });
})();
