// Small charts of the last minute, as inline SVG. A value is a number, or null where nothing is known.

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 240;
const HEIGHT = 56;
const SECONDS = 60;

/** An element with attributes and children; text is text, never markup. */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function shape(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** The next of 1, 2 and 5 times a power of ten. */
export function roundUp(value) {
  if (!(value > 0)) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value * 0.999);
}

/** One line through the values that are known, broken where they are not. */
export function path(values, most) {
  let text = '';
  let pen = 'M';
  values.forEach((value, index) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    const x = (index + SECONDS - values.length) * WIDTH / (SECONDS - 1);
    const y = HEIGHT - 1 - Math.min(value, most) * (HEIGHT - 4) / most;
    text += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = 'L';
  });
  return text;
}

/** A bar for every value above zero. */
export function bars(values, most) {
  const step = WIDTH / SECONDS;
  return values.map((value, index) => {
    if (!value) {
      return '';
    }
    const high = Math.max(3, Math.min(value, most) * (HEIGHT - 4) / most);
    return `M${(index * step + 0.5).toFixed(1)} ${HEIGHT}v${-high.toFixed(1)}h${(step - 1).toFixed(1)}v${high.toFixed(1)}z`;
  }).join('');
}

/**
 * A chart with a caption, a legend if it has several lines, and its scale.
 *
 * title: what it shows
 * lines: [{label, style, bar}] in the order in which update() gets their values
 * unit: of the scale
 * least: the scale reaches at least this far
 */
export class Chart {
  constructor(title, lines, unit, least) {
    this.title = title;
    this.lines = lines;
    this.unit = unit;
    this.least = least;
    this.now = element('span', {class: 'fh-now'});
    this.top = element('span', {class: 'fh-top', 'aria-hidden': 'true'});
    this.shapes = lines.map(line => shape('path', {class: `${line.bar ? 'fh-bar' : 'fh-line'} ${line.style}`}));
    this.svg = shape('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img'},
      shape('path', {class: 'fh-grid', d: `M0 ${HEIGHT / 2}H${WIDTH}M0 3H${WIDTH}`}), ...this.shapes);
    const caption = element('figcaption', {}, element('span', {class: 'fh-title'}, title), this.now);
    this.root = element('figure', {class: 'fh-chart'}, caption,
      element('div', {class: 'fh-plot'}, this.svg, this.top));
    if (lines.length > 1) {
      this.root.append(element('div', {class: 'fh-legend', 'aria-hidden': 'true'},
        ...lines.map(line => element('span', {class: `fh-key ${line.style}${line.bar ? ' fh-block' : ''}`}, line.label))));
    }
  }

  /** text: the values of now, for people. */
  update(series, text) {
    const known = series.flat().filter(value => value !== null);
    const most = roundUp(Math.max(this.least, ...known));
    series.forEach((values, index) => {
      this.shapes[index].setAttribute('d', (this.lines[index].bar ? bars : path)(values, most));
    });
    this.now.textContent = text;
    this.top.textContent = known.length ? `${most}${this.unit}` : '';
    this.svg.setAttribute('aria-label', `${this.title}, the last minute: ${known.length
      ? `now ${text}, from ${Math.min(...known)} to ${Math.max(...known)}${this.unit}` : 'not known'}`);
  }
}
