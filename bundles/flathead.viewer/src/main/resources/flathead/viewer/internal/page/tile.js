// One camera: its picture, its state in words, what is measured, and where it comes from.
import { Chart } from './chart.js';
import { Meter } from './meter.js';
import { Player } from './whep.js';

const SILENT_MS = 3_000;
const GIVEN_UP_MS = 9_000;

const milliseconds = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const perSecond = (value) => `${value.toFixed(1)} /s`;
const bits = (value) => (value < 1e6 ? `${Math.round(value / 1e3)} kbit/s` : `${(value / 1e6).toFixed(2)} Mbit/s`);
const percent = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} %`;

const FIGURES = {
  latency: { name: 'Glass to glass', least: 20, words: milliseconds },
  fps: { name: 'Pictures', least: 30, words: perSecond },
  bitrate: { name: 'Bitrate', least: 500_000, words: bits },
  loss: { name: 'Loss', least: 2, words: percent },
};

/** Why the latency is not known; undefined if it may be. */
function hidden(stream) {
  const quality = stream.receiver?.clock?.quality;
  return quality === 'capture' || quality === 'estimated' ? undefined
    : 'Not known: when a picture was taken is not told to the server';
}

export class Tile {
  #player;
  #meter;
  #charts = {};
  #stream = {};
  #state = { word: 'connecting', text: 'Connecting' };
  #parts;

  /**
   * @param name of the stream
   * @param template to make the tile of
   * @param onMedia told of each MediaStream that it shows
   * @param token answers the bearer token to show
   */
  constructor(name, template, { onMedia, onState, token }) {
    this.name = name;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.#parts = Object.fromEntries([...this.element.querySelectorAll('[data-part]')]
      .map((part) => [part.dataset.part, part]));
    this.#parts.name.textContent = name;
    this.#parts.name.id = `camera-${name.replaceAll(/\W/g, '-')}`;
    this.element.setAttribute('aria-labelledby', this.#parts.name.id);
    this.#parts.video.setAttribute('aria-label', `Live picture of ${name}`);
    this.#parts.full.setAttribute('aria-label', `Full screen: ${name}`);
    this.#parts.full.addEventListener('click', () => this.fullScreen());
    this.#parts.video.addEventListener('dblclick', () => this.fullScreen());
    for (const [key, { name: title, least, words }] of Object.entries(FIGURES)) {
      this.#charts[key] = new Chart(title, least, words);
      this.#parts[`${key}-chart`].append(this.#charts[key].element);
    }
    this.onState = onState;
    this.#meter = new Meter(this.#parts.video, () => this.#player?.connection);
    this.#player = new Player(`/whep/${encodeURIComponent(name)}`, {
      token,
      onState: (state) => this.#say(state),
      onStream: (media) => {
        this.media = media;
        this.#meter.begin();
        this.#parts.video.srcObject = media;
        this.#parts.video.play().catch(() => {});
        onMedia(this);
      },
    });
    this.#player.start();
  }

  /** The last picture shown. */
  get last() {
    return this.#meter.last;
  }

  /** What it shows: live, connecting, … */
  get state() {
    return this.#state;
  }

  #say(state) {
    if (state.word === this.#state.word && state.text === this.#state.text) return;
    this.#state = state;
    this.element.dataset.state = state.word;
    this.#parts.state.textContent = state.text;
    this.onState(this);
  }

  /** Begins anew, with what the token is now. */
  unlock() {
    if (this.#state.word === 'locked') this.#player.start();
  }

  fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.#parts.screen.requestFullscreen?.().catch(() => {});
  }

  /** What the server knows of the stream: once a second. */
  describe(stream, local) {
    this.#stream = stream;
    const from = local ? local.source : stream.client;
    const encoder = stream.encoder ? `${stream.encoder}, at the server` : local?.encoder ?? 'the sender’s own';
    this.#parts.source.textContent = from ?? 'unknown';
    this.#parts.encoder.textContent = encoder;
    this.#parts.picture.textContent = stream.width ? `${stream.width} × ${stream.height}, ${stream.codec}` : '—';
  }

  /** Measures and draws: once a second. */
  async tick() {
    const sample = await this.#meter.read();
    this.#watch();
    if (!sample) return;
    this.sample = sample;
    const unknown = hidden(this.#stream);
    if (unknown) sample.latency = null;
    for (const [key, { words }] of Object.entries(FIGURES)) {
      const value = sample[key];
      this.#charts[key].push(value);
      this.#parts[key].textContent = value === null ? '—' : words(value);
    }
    this.#parts.latency.title = this.#reason(unknown, sample.latency);
  }

  /** How well the latency is known, or why it is not; empty while that is to be seen. */
  #reason(unknown, latency) {
    if (unknown || this.#meter.error === null) return unknown ?? '';
    return latency === null ? 'Not known: this browser does not tell when a picture was taken'
      : `Estimated, ± ${milliseconds(this.#meter.error)}`;
  }

  #watch() {
    const silent = this.#meter.silence;
    if (this.#state.word === 'live' && silent > SILENT_MS && document.visibilityState === 'visible') {
      this.#say({ word: 'lost', text: 'Live, but no pictures come' });
    } else if (this.#state.word === 'lost' && silent < 1_000) {
      this.#say({ word: 'live', text: 'Live' });
    } else if (this.#state.word === 'lost' && silent > GIVEN_UP_MS && document.visibilityState === 'visible') {
      this.#player.restart('no pictures came');
    }
  }

  close() {
    this.#player.stop();
    this.element.remove();
  }
}
