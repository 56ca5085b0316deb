// A small chart of the last minute, in SVG, drawn in the colour of the text around it.

const SVG = 'http://www.w3.org/2000/svg';
const SECONDS = 60;
const WIDTH = 120;
const HEIGHT = 28;

const element = (name, attributes) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

/** One value a second; null leaves a gap. */
export class Chart {
  #values = [];
  #area = element('path', { class: 'area' });
  #line = element('path', { class: 'line', 'vector-effect': 'non-scaling-stroke' });
  #svg = element('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' });

  /**
   * @param name of what is shown
   * @param least the value at the top of the chart is at least this
   * @param words how a value is said
   */
  constructor(name, least, words) {
    this.name = name;
    this.least = least;
    this.words = words;
    this.#svg.append(this.#area, this.#line);
    this.#draw();
  }

  get element() {
    return this.#svg;
  }

  push(value) {
    this.#values.push(value);
    if (this.#values.length > SECONDS) this.#values.shift();
    this.#draw();
  }

  #draw() {
    const known = this.#values.filter((value) => value !== null);
    const top = Math.max(this.least, ...known) * 1.1;
    const x = (i) => WIDTH * (SECONDS - this.#values.length + i) / (SECONDS - 1);
    const y = (value) => (HEIGHT - 1.5) * (1 - value / top) + 0.5;
    const runs = [];
    this.#values.forEach((value, i) => {
      if (value === null) return;
      if (i === 0 || this.#values[i - 1] === null) runs.push([]);
      runs.at(-1).push([x(i).toFixed(1), y(value).toFixed(1)]);
    });
    const path = (run) => run.map(([a, b], i) => `${i ? 'L' : 'M'}${a} ${b}`).join('');
    this.#line.setAttribute('d', runs.map(path).join(''));
    this.#area.setAttribute('d', runs.map((run) =>
      `${path(run)}L${run.at(-1)[0]} ${HEIGHT}L${run[0][0]} ${HEIGHT}Z`).join(''));
    this.#svg.setAttribute('aria-label', known.length ? `${this.name} over the last minute: from ${
      this.words(Math.min(...known))} to ${this.words(Math.max(...known))}` : `${this.name}: not known`);
  }
}
