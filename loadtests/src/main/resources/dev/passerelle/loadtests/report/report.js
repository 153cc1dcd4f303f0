'use strict';
// Draws the charts of the data element, and saves them as pictures.
(() => {
  const showError = message => {
    const banner = document.getElementById('error');
    banner.hidden = false;
    banner.textContent = 'A chart could not be drawn: ' + message;
  };
  window.addEventListener('error', event => showError(event.message));

  const plots = JSON.parse(document.getElementById('data').textContent);
  const {option, tools, inks, isTime, spansMuch, font} = look;
  let printing = false;
  const darkly = window.matchMedia('(prefers-color-scheme: dark)');
  const charts = new Map();
  const figure = id => document.querySelector('[data-chart="' + id + '"]');

  const button = (text, label, onclick) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.setAttribute('aria-label', label);
    made.addEventListener('click', onclick);
    return made;
  };

  const addButtons = id => {
    const bar = document.createElement('div');
    bar.className = 'buttons';
    const title = figure(id).querySelector('h3').textContent;
    if (plots[id].x.log || plots[id].y.log) {
      const log = button('Log', 'Logarithmic axis: ' + title, () => {
        draw(id, !charts.get(id).log);
        log.setAttribute('aria-pressed', charts.get(id).log);
      });
      log.setAttribute('aria-pressed', charts.get(id).log);
      bar.append(log);
    }
    ['png', 'svg'].forEach(type => bar.append(
      button(type.toUpperCase(), 'Save as ' + type.toUpperCase() + ': ' + title, () => save(id, type))));
    figure(id).prepend(bar);
  };

  // A slide of the chart, title and all, in 16:9.
  const save = (id, type) => {
    const place = document.createElement('div');
    place.style.cssText = 'position:absolute;left:-9999px;width:960px;height:540px';
    document.body.append(place);
    const dark = darkly.matches;
    const chart = echarts.init(place, null, {renderer: type === 'svg' ? 'svg' : 'canvas'});
    const {ink, soft, card} = inks(dark);
    const whole = option(plots[id], charts.get(id).log, dark);
    whole.backgroundColor = card;
    const under = whole.grid.top + 90;
    whole.title.forEach(name => Object.assign(name, {left: 32, top: under - 28}));
    whole.title = [...whole.title, {left: 32, top: 24, text: figure(id).querySelector('h3').textContent,
      subtext: figure(id).querySelector('figcaption p').textContent,
      textStyle: {color: ink, fontSize: 22, fontFamily: font}, subtextStyle: {color: soft, fontSize: 13, fontFamily: font}}];
    Object.assign(whole.grid, {left: 32, right: 40, top: under, bottom: 44});
    Object.assign(whole.legend, {left: 32, top: 88, right: 32});
    chart.setOption(whole);
    const link = document.createElement('a');
    link.href = chart.getDataURL({type, pixelRatio: 2.5, backgroundColor: card});
    link.download = id + '.' + type;
    link.click();
    chart.dispose();
    place.remove();
  };

  // On paper, where nothing is drawn anew, a picture scales to its place.
  const fit = chart => chart.getDom().querySelector('svg')
    .setAttribute('viewBox', '0 0 ' + chart.getWidth() + ' ' + chart.getHeight());

  const draw = (id, log) => {
    const plot = plots[id];
    const dark = darkly.matches && !printing;
    const place = figure(id).querySelector('.chart');
    if (plot.kind === 'rows' && plot.categories.length <= 16) {
      place.style.height = 110 + 34 * plot.categories.length + 'px';
    }
    if (charts.has(id)) charts.get(id).chart.dispose();
    const chart = echarts.init(place, null, {renderer: 'svg'});
    if (isTime(plot) && plot.kind !== 'rows') chart.group = 'time';
    const whole = option(plot, log, dark);
    whole.toolbox = tools(plot, dark);
    chart.setOption(whole);
    fit(chart);
    charts.set(id, {chart, log});
  };

  const drawAll = () => Object.entries(plots).forEach(([id, plot]) => {
    const before = charts.get(id);
    draw(id, before ? before.log : spansMuch(plot, plot.x.log ? 0 : 1));
  });

  drawAll();
  Object.keys(plots).forEach(addButtons);
  echarts.connect('time');
  darkly.addEventListener('change', drawAll);
  const resized = new ResizeObserver(() => requestAnimationFrame(() => charts.forEach(({chart}) => {
    chart.resize();
    fit(chart);
  })));
  resized.observe(document.querySelector('main'));
  [['beforeprint', true], ['afterprint', false]].forEach(([event, onPaper]) =>
    window.addEventListener(event, () => {
      printing = onPaper;
      document.body.classList.toggle('paper', onPaper);
      drawAll();
    }));
})();
