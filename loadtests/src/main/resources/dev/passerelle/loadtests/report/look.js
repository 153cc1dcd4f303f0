'use strict';
// How the charts look: ECharts' options for each plot.
const look = (plots => {
  // Light and dark of each role; told apart by people with any colour vision (after Okabe and Ito).
  const COLOURS = {
    ttft: ['#0072b2', '#5ab4ef'],
    itl: ['#008f68', '#35c79b'],
    tpot: ['#a2559a', '#d79bd1'],
    e2e: ['#d55e00', '#f59056'],
    ok: ['#4c6a87', '#9db7d0'],
    failed: ['#b3261e', '#ff8a7e'],
    left: ['#c9a227', '#e5c55a'],
    admission: ['#cc79a7', '#e0a1c4'],
    queue: ['#e69f00', '#f0b83c'],
    prompt: ['#4ba3d9', '#79c2f0'],
    decode: ['#4fae90', '#4fbf98'],
    output: ['#008f68', '#35c79b'],
    rest: ['#b8c0c8', '#5b6875'],
    lag: ['#8c5a2b', '#d9a878'],
    kv_used: ['#008f68', '#35c79b'],
    cpu: ['#4c6a87', '#9db7d0'],
    memory: ['#7d62a8', '#b8a0dc'],
    neutral: ['#55616f', '#a3afbc'],
  };
  // Without quotes, which ECharts would leave as they are in the attributes of an SVG.
  const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, DejaVu Sans, sans-serif';
  const LEAST = 0.1;
  const MUCH = 20;
  const isTime = plot => plot.x.name === 'since the start';
  const isCumulative = plot => plot.y.unit === '%' && plot.x.unit === 'ms';
  const numbers = plot => plot.series.flatMap(series => series.points);
  const lastTime = Math.max(0, ...Object.values(plots)
    .filter(plot => isTime(plot) && plot.kind !== 'rows')
    .map(plot => Math.max(...numbers(plot).map(point => point[0]))));

  const three = value => {
    const size = Math.abs(value);
    if (size >= 1000) return Math.round(value).toLocaleString('en-GB');
    return String(Number(value.toPrecision(3)));
  };
  const written = (value, unit) => {
    if (!Number.isFinite(value)) return '-';
    if (unit === 'ms') return value >= 1000 ? three(value / 1000) + ' s' : three(value) + ' ms';
    if (unit === 's' || unit === '%') return three(value) + ' ' + unit;
    return three(value) + unit;
  };
  const ticked = (value, unit) => unit === '/s' ? three(value) : written(value, unit);
  const clean = text => echarts.format.encodeHTML(text);

  const inks = dark => dark
    ? {ink: '#e8edf2', soft: '#a3afbc', rule: '#303b47', card: '#19212a'}
    : {ink: '#16202c', soft: '#55616f', rule: '#e3e7ec', card: '#ffffff'};
  const colour = (role, dark) => (COLOURS[role] || COLOURS.neutral)[dark ? 1 : 0];

  const stroke = (series, dark) => ({
    '': {width: 2.25},
    p50: {width: 1.5},
    p90: {width: 1.75, type: 'dashed'},
    p99: {width: 3},
  })[series.style] || {width: 2.25};

  // A logarithmic axis only where values differ much: it makes small differences look like none.
  const spansMuch = (plot, at) => {
    const values = numbers(plot).map(point => point[at]).map(Number).filter(value => value > 0);
    return values.length > 0 && Math.max(...values) / Math.max(LEAST, Math.min(...values)) > MUCH;
  };

  const named = spec => spec.name + (spec.unit === '/s' ? ' per second' : '');

  // Where nine tenths of every curve lie: gaps between tokens that came together are as good as none.
  const leastShown = plot => 10 ** Math.floor(Math.log10(Math.max(LEAST, Math.min(
    ...plot.series.map(series => (series.points.find(point => point[1] >= 10) || [Infinity])[0])))));

  const axis = (spec, log, dark, more) => {
    const {soft, rule} = inks(dark);
    return Object.assign({
      type: log ? 'log' : 'value',
      name: named(spec),
      nameTextStyle: {color: soft, fontFamily: FONT},
      axisLabel: {
        color: soft, fontFamily: FONT, hideOverlap: true, showMaxLabel: more.unlabelledEnd ? false : undefined,
        formatter: value => ticked(value, spec.unit),
      },
      axisLine: {lineStyle: {color: rule}},
      axisTick: {show: false},
      splitLine: {lineStyle: {color: rule}},
    }, more);
  };

  // An axis goes on to a mark beyond all values, unless that is far away.
  const reach = (axis, plot, at, log) => {
    const far = Math.max(...numbers(plot).map(point => point[at]).filter(Number.isFinite));
    const mark = Math.max(...plot.marks.filter(one => one.axis === 'xy'[at]).map(one => one.at));
    if (!(mark > far && mark < 5 * far)) return;
    const step = 10 ** Math.floor(Math.log10(mark)) / 2;
    axis.max = log ? 10 ** Math.ceil(Math.log10(mark)) : Math.ceil(mark * 1.02 / step) * step;
  };

  const axes = (plot, log, dark) => {
    const rows = plot.kind === 'rows';
    const x = {nameLocation: 'middle', nameGap: 28, splitLine: {show: rows, lineStyle: {color: inks(dark).rule}}};
    if (plot.kind === 'scatter') x.scale = true;
    if (isTime(plot) && !rows) Object.assign(x, {min: 0, max: Math.ceil(lastTime * 1.01), unlabelledEnd: true});
    if (isTime(plot) && rows) {
      x.min = Math.floor(Math.min(...plot.series[0].points.map(point => point[0])));
      x.axisLabel = {color: inks(dark).soft, fontFamily: FONT, showMinLabel: false, formatter: value => ticked(value, 's')};
    }
    if (isCumulative(plot) && log) x.min = leastShown(plot);
    const y = {name: ''};
    if (!rows) {
      reach(x, plot, 0, plot.x.log && log);
      reach(y, plot, 1, plot.y.log && log);
    }
    if (plot.y.unit === '%') Object.assign(y, {min: 0, max: 100});
    if (plot.kind !== 'scatter' && isCumulative(plot)) y.interval = 25;
    const name = {type: 'category', data: plot.categories, inverse: true, name: '',
      splitLine: {show: false}, axisTick: {show: false}};
    name.axisLabel = {show: plot.categories.length <= 16, color: inks(dark).ink, fontFamily: FONT};
    return {
      xAxis: axis(plot.x, plot.x.log && log, dark, x),
      yAxis: axis(plot.y, !rows && plot.y.log && log, dark, rows ? name : y),
    };
  };

  const lifted = (plot, log) => point => [
    plot.x.log && log ? Math.max(isCumulative(plot) ? leastShown(plot) : LEAST, point[0]) : point[0],
    plot.y.log && log ? Math.max(LEAST, point[1]) : point[1],
    ...point.slice(2),
  ];

  const lines = (plot, series, log, dark) => ({
    type: 'line',
    data: series.points.map(lifted(plot, log)),
    symbol: 'circle',
    symbolSize: 6,
    showSymbol: plot.kind !== 'areas' && series.points.length <= 40 && !isCumulative(plot),
    areaStyle: plot.kind === 'areas' ? {opacity: 1} : undefined,
    lineStyle: plot.kind === 'areas' ? {width: 1} : stroke(series, dark),
    markPoint: isCumulative(plot) ? percentiles(plot, series, log, dark) : undefined,
  });

  const percentiles = (plot, series, log, dark) => ({
    symbol: 'circle',
    symbolSize: 8,
    silent: true,
    itemStyle: {color: colour(series.colour, dark), borderColor: inks(dark).card, borderWidth: 1.5},
    label: {show: false},
    data: [50, 90, 99].map(share => series.points.find(point => point[1] >= share))
      .filter(Boolean).map(point => ({coord: lifted(plot, log)(point)})),
  });

  const columns = series => ({type: 'bar', data: series.points, barGap: '-100%', barCategoryGap: '12%'});

  // Stacked by hand, each in front of those above it: ECharts stacks along categories only.
  // A third number keeps what is not summed.
  const stacked = plot => plot.series.map((series, i) => Object.assign({}, series, {
    points: series.points.map((point, at) => [
      point[0],
      plot.series.slice(0, i + 1).reduce((sum, below) => sum + below.points[at][1], 0),
      point[1],
    ]),
  }));

  const rows = series => ({
    type: 'bar',
    stack: 'all',
    data: series.points.map(point => point[0]),
    barMaxWidth: 26,
    barCategoryGap: '18%',
    silent: series.style === 'hidden',
    itemStyle: series.style === 'hidden' ? {color: 'transparent'} : undefined,
  });

  const dots = (plot, series, log, dark) => series.style === ''
    ? {type: 'scatter', data: series.points.map(lifted(plot, log)), symbolSize: 5,
      itemStyle: {opacity: 0.35}, large: false}
    : {type: 'line', data: series.points.map(lifted(plot, log)), symbol: 'circle', symbolSize: 7,
      lineStyle: {width: 2.5, color: inks(dark).ink}, itemStyle: {color: inks(dark).ink}, z: 5};

  const drawn = (plot, series, i, log, dark) => {
    const kind = {
      lines: () => lines(plot, series, log, dark),
      areas: () => lines(plot, series, log, dark),
      columns: () => columns(series),
      rows: () => rows(series),
      scatter: () => dots(plot, series, log, dark),
    }[plot.kind]();
    return Object.assign({name: series.name, color: colour(series.colour, dark), animation: false,
      emphasis: {disabled: true}, z: 2 + (plot.series.length - i) / 100}, kind);
  };

  // Names of lines across stand above the plot, one below the other, and end at lines far to the right.
  const marks = (plot, dark) => {
    const far = Math.max(...numbers(plot).map(point => point[0]));
    const upright = plot.marks.filter(mark => mark.axis === 'x');
    return {
      symbol: 'none',
      silent: true,
      animation: false,
      data: plot.marks.filter(mark => mark.axis !== 'before').map(mark => ({
        [mark.axis === 'x' ? 'xAxis' : 'yAxis']: mark.at,
        lineStyle: {color: colour(mark.colour, dark), type: 'dashed', width: 1.5},
        label: Object.assign({
          formatter: mark.label,
          color: colour(mark.colour, dark), fontFamily: FONT, fontWeight: 600,
          textBorderColor: inks(dark).card, textBorderWidth: 3,
        }, mark.axis === 'x'
          ? {position: 'end', distance: 3 + 15 * upright.indexOf(mark), align: beyond(plot, mark, far)}
          : {position: 'insideStartTop', distance: 3}),
      })),
    };
  };

  const beyond = (plot, mark, far) => {
    const share = plot.x.log ? Math.log(mark.at + 1) / Math.log(far + 1) : mark.at / far;
    return share > 0.8 ? 'right' : share < 0.15 ? 'left' : 'center';
  };

  const shades = (plot, dark) => ({
    silent: true,
    itemStyle: {color: inks(dark).rule, opacity: 0.55},
    label: {position: 'insideTop', color: inks(dark).soft, fontFamily: FONT, fontSize: 11},
    data: plot.marks.filter(mark => mark.axis === 'before')
      .map(mark => [{name: mark.at > lastTime / 8 ? mark.label : '', xAxis: 0}, {xAxis: mark.at}]),
  });

  const hint = plot => items => {
    const shown = (Array.isArray(items) ? items : [items])
      .filter(item => item.seriesName && !item.seriesName.startsWith('series'));
    if (shown.length === 0) return '';
    const rowwise = plot.kind === 'rows';
    const at = shown[0].value;
    const head = rowwise ? clean(shown[0].name)
      : isCumulative(plot) ? written(at[1], '%') + ' within'
        : clean(plot.x.name) + ' ' + written(at[0], plot.x.unit);
    const value = item => rowwise ? written(item.value, plot.x.unit)
      : isCumulative(plot) ? written(item.value[0], 'ms') : written(item.value[2] ?? item.value[1], plot.y.unit);
    return '<b>' + head + '</b>' + shown.map(item =>
      '<br>' + item.marker + clean(item.seriesName) + ' <b>' + value(item) + '</b>').join('');
  };

  const tooltip = (plot, dark) => {
    const {ink, soft, rule, card} = inks(dark);
    return {
      trigger: plot.kind === 'scatter' ? 'item' : 'axis',
      axisPointer: {
        type: plot.kind === 'rows' ? 'shadow' : 'line',
        axis: isCumulative(plot) ? 'y' : 'auto',
        lineStyle: {color: soft},
        label: {show: false},
      },
      confine: true,
      backgroundColor: card,
      borderColor: rule,
      textStyle: {color: ink, fontFamily: FONT, fontSize: 13},
      formatter: hint(plot),
    };
  };

  const option = (plot, log, dark) => {
    const layers = plot.kind === 'areas' || plot.kind === 'columns' ? stacked(plot) : plot.series;
    const series = layers.map((one, i) => drawn(plot, one, i, log, dark));
    const {soft, ink} = inks(dark);
    if (plot.marks.length > 0 && series.length > 0) {
      series[0].markLine = marks(plot, dark);
      series[0].markArea = shades(plot, dark);
    }
    const upright = plot.marks.filter(mark => mark.axis === 'x').length;
    const top = plot.kind === 'rows' ? 34 : 54 + (upright > 0 ? 6 + 15 * upright : 0);
    return Object.assign({
      animation: false,
      aria: {enabled: false},
      textStyle: {fontFamily: FONT},
      grid: {left: 4, right: 22, top, bottom: 30, containLabel: true},
      title: plot.kind === 'rows' ? [] : [{text: named(plot.y), left: 0, top: top - 25, padding: 0,
        textStyle: {color: soft, fontFamily: FONT, fontSize: 12, fontWeight: 'normal'}}],
      legend: {
        show: plot.series.length > 1, type: 'scroll', left: 0, top: 0, right: zooms(plot) ? 56 : 0, itemWidth: 26, itemHeight: 10, lineStyle: {width: 'inherit'}, icon: plot.kind === 'lines' ? undefined : 'roundRect',
        textStyle: {color: ink, fontFamily: FONT}, pageIconColor: soft, pageTextStyle: {color: soft},
        data: plot.series.filter(one => one.style !== 'hidden').map(one => one.name),
      },
      tooltip: tooltip(plot, dark),
      series,
    }, axes(plot, log, dark));
  };

  const zooms = plot => isTime(plot) || plot.kind === 'scatter';

  const tools = (plot, dark) => {
    const feature = {};
    if (zooms(plot)) {
      feature.dataZoom = {title: {zoom: 'Zoom: drag over a part', back: 'Undo zoom'},
        yAxisIndex: plot.kind === 'rows' ? 0 : 'none', filterMode: 'none'};
    }
    const {soft} = inks(dark);
    return {right: 0, top: -4, itemSize: 14, itemGap: 10, iconStyle: {borderColor: soft},
      emphasis: {iconStyle: {textPosition: 'bottom', textAlign: 'right', textFill: soft}}, feature};
  };

  return {option, tools, inks, isTime, spansMuch, font: FONT};
})(JSON.parse(document.getElementById('data').textContent));
