// The Flathead page: asks once a second what streams here, and shows it. Nothing is asked while the page is hidden.

import {Chart, element} from './chart.js';
import {RecordControl} from './record.js';

const page = document.getElementById('flathead');
const line = document.getElementById('flathead-line');
// Absolute, and without the credentials that the address of the page may carry: fetch refuses those.
const root = location.origin + page.dataset.root;
const views = new Map();
const pairViews = new Map();

const UNKNOWN = '–';
const number = (value, digits = 0) => value === null ? UNKNOWN
  : value.toLocaleString('en', {minimumFractionDigits: digits, maximumFractionDigits: digits});
const megabits = value => value === null ? UNKNOWN : `${number(value / 1e6, 2)} Mbit/s`;
const millis = value => value === null ? UNKNOWN : number(value, 1);

function row(table, name) {
  const cell = element('td', {});
  table.append(element('tr', {}, element('th', {scope: 'row'}, name), cell));
  return cell;
}

/** Writes only what changed, so that a screen reader is not disturbed. */
function write(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** The part of the page that shows one stream. */
class View {
  constructor(stream) {
    const id = `flathead-${stream.key}`;
    this.name = stream.name;
    this.key = stream.key;
    this.coder = stream.camera ? 'encoder' : 'decoder';
    this.title = element('h2', {id, class: 'fh-name'}, stream.name);
    this.state = element('span', {class: 'fh-state'});
    this.detail = element('p', {class: 'fh-detail ui-state-error ui-corner-all', role: 'status', hidden: ''});
    this.picture = element('img', {alt: `The newest picture of ${stream.name}`, hidden: ''});
    this.still = element('span', {}, 'no picture yet');
    this.facts = element('table', {class: 'nicetable fh-facts'});
    const facts = element('tbody', {});
    this.facts.append(facts);
    this.source = row(facts, 'Source');
    this.coding = row(facts, stream.camera ? 'Encoder' : 'Decoder');
    this.format = row(facts, 'Picture');
    this.network = row(facts, 'Network');
    if (!stream.camera) {
      this.packets = row(facts, 'Packets');
      this.received = row(facts, 'Received');
      this.age = row(facts, 'Since capture');
      this.clock = row(facts, 'Its clock');
    }
    this.sinks = row(facts, 'Goes to');
    this.charts = {
      fps: new Chart('Pictures a second', [{label: 'fps', style: 'fh-a'}], '', 10),
      bitrate: new Chart('Bitrate', [{label: 'bitrate', style: 'fh-a'}], ' Mbit/s', 0.5),
      latency: new Chart('Latency', [{label: 'p50', style: 'fh-a'}, {label: 'p95', style: 'fh-b'},
        {label: 'p99', style: 'fh-c'}], ' ms', 5),
      events: new Chart('Drops and keyframes', [{label: 'pictures dropped', style: 'fh-c', bar: true},
        {label: 'keyframes', style: 'fh-a', bar: true}], '', 2),
    };
    const body = element('div', {class: 'fh-body ui-widget-content ui-corner-bottom'}, this.detail,
      element('div', {class: 'fh-left'}, element('div', {class: 'fh-picture'}, this.picture, this.still)),
      element('div', {class: 'fh-middle'}, this.facts),
      element('div', {class: 'fh-charts'}, ...Object.values(this.charts).map(chart => chart.root)));
    this.record = new RecordControl(stream.name, `${root}/recording`);
    body.querySelector('.fh-left').append(this.chooser(id), this.record.root);
    if (stream.camera) {
      this.controls = element('table', {class: 'nicetable fh-controls'}, element('caption', {},
        'Settings of the open camera; ', element('a', {
          href: `${page.dataset.console}/configMgr/${encodeURIComponent(stream.camera.pid)}`,
        }, 'change them')));
      body.querySelector('.fh-middle').append(this.controls);
    }
    this.root = element('section', {class: 'fh-stream', 'aria-labelledby': id},
      element('div', {class: 'ui-widget-header ui-corner-top fh-head'}, this.title, this.state), body);
    this.look();
  }

  chooser(id) {
    const coder = this.coder;
    this.select = element('select', {id: `${id}-${coder}`, name: coder, class: 'ui-state-default ui-corner-all'});
    this.button = element('button', {type: 'submit', class: 'ui-state-default ui-corner-all'}, 'Use it');
    this.answer = element('span', {class: 'fh-answer', role: 'status'});
    this.select.addEventListener('change', () => { this.chosen = true; });
    this.form = element('form', {class: 'fh-choose', method: 'post', action: `${root}/${coder}`},
      element('label', {for: `${id}-${coder}`}, coder === 'encoder' ? 'Encoder' : 'Decoder'), this.select, this.button,
      this.answer);
    this.form.addEventListener('submit', event => {
      event.preventDefault();
      this.choose();
    });
    return this.form;
  }

  async choose() {
    this.button.disabled = true;
    write(this.answer, '');
    try {
      const answer = await fetch(`${root}/${this.coder}`, {
        method: 'POST', body: new URLSearchParams({
          [this.coder === 'encoder' ? 'camera' : 'stream']: this.name, [this.coder]: this.select.value,
        }),
      });
      write(this.answer, (await answer.json()).message);
      this.answer.classList.toggle('fh-bad', !answer.ok);
    } catch (e) {
      write(this.answer, `It was not changed: ${e.message}`);
      this.answer.classList.add('fh-bad');
    } finally {
      this.button.disabled = false;
      this.chosen = false;
    }
  }

  /** Offers "the best", those that run, and what is set now if it is none of these. */
  offer(coders, target) {
    const options = [['', 'automatic (the best that works)']];
    for (const each of coders) {
      options.push([each.name, `${each.name}${each.hardware ? ', hardware' : ''}${each.fits ? '' : ' (does not fit)'}`]);
    }
    const set = coders.find(each => each.target === target);
    let value = set ? set.name : '';
    if (target && !set) {
      options.push(['?', `set: ${target}`]);
      value = '?';
    }
    const wanted = JSON.stringify(options);
    if (wanted !== this.options) {
      this.options = wanted;
      const before = this.select.value;
      this.select.replaceChildren(...options.map(([key, text]) =>
        element('option', key === '?' ? {value: key, disabled: ''} : {value: key}, text)));
      this.select.value = this.chosen ? before : value;
    }
    if (!this.chosen && document.activeElement !== this.select) {
      this.select.value = value;
    }
  }

  /** One picture after the other, while the page is looked at. */
  look() {
    const again = delay => setTimeout(() => this.gone || this.look(), delay);
    if (document.hidden) {
      again(500);
      return;
    }
    const next = new Image();
    next.onload = () => {
      this.picture.src = next.src;
      this.picture.hidden = false;
      this.picture.classList.remove('fh-stale');
      write(this.still, '');
      again(1000);
    };
    next.onerror = () => {
      this.picture.classList.add('fh-stale');
      write(this.still, this.picture.hidden ? 'no picture yet' : 'no new picture');
      again(2000);
    };
    next.src = `${root}/picture/${encodeURIComponent(this.key)}?${Date.now()}`;
  }

  show(stream) {
    write(this.title, stream.client ? `${stream.name}, from ${stream.client}` : stream.name);
    write(this.state, stream.state);
    this.state.className = `fh-state fh-${stream.state}`;
    write(this.detail, stream.detail ?? '');
    this.detail.hidden = !stream.detail;
    write(this.source, stream.source ?? 'none');
    const coders = stream.camera ? stream.camera.encoders : stream.remote.decoders;
    write(this.coding, this.said(stream, coders));
    write(this.format, stream.width ? `${stream.width} × ${stream.height}${stream.codec ? `, ${stream.codec}` : ''}`
      : UNKNOWN);
    write(this.network, stream.roundTrip === null && stream.packetsLost === null ? UNKNOWN
      : `${number(stream.packetsLost)} lost, ${number(stream.retransmitted)} sent again, ${
        number(stream.keyframeRequests)} keyframes asked for${
        stream.roundTrip === null ? '' : `, round trip ${millis(stream.roundTrip)} ms`}`);
    if (!stream.camera) {
      this.reception(stream);
    }
    write(this.sinks, stream.outlets.filter(each => each.role !== 'preview').map(each =>
      `${each.name}: ${number(each.out)}${each.dropped ? `, ${number(each.dropped)} dropped` : ''}`).join('; ')
      || 'nobody');
    this.record.show(stream.recording);
    this.draw(stream);
    this.offer(coders, (stream.camera ?? stream.remote).target);
    if (stream.camera) {
      this.list(stream.camera.controls);
    } else {
      // What arrives raw has nothing to choose.
      this.form.hidden = !stream.decoder && !stream.remote.target;
    }
  }

  /** What the receiver of a remote stream knows of it; it leaves out what it cannot tell, and of packets what is 0. */
  reception(stream) {
    const receiver = stream.receiver;
    const told = (...pairs) => pairs.filter(([value]) => value !== null)
      .map(([value, what]) => `${number(value)} ${what}`).join(', ') || UNKNOWN;
    write(this.packets, receiver === null ? UNKNOWN : `${told([stream.packets, 'came'], ...[
      [receiver.missing, 'missing'], [receiver.recovered, 'recovered'], [receiver.reordered, 'reordered'],
      [receiver.duplicates, 'twice'], [receiver.late, 'too late'], [receiver.nacks, 'NACKs sent'],
    ].filter(([value]) => value))}${receiver.jitter === null ? '' : `; jitter ${number(receiver.jitter, 2)} ms`}`);
    write(this.received, receiver === null ? UNKNOWN : told([receiver.pictures, 'pictures'],
      [receiver.givenUp, 'given up'], [receiver.freezes, 'freezes']));
    const age = stream.captureLatency;
    write(this.age, age === null ? 'not known' : `p50 ${millis(age.p50)}, p95 ${millis(age.p95)}, p99 ${
      millis(age.p99)} ms${receiver === null || receiver.error === null ? '' : `; ± ${number(receiver.error, 2)} ms`}`);
    write(this.clock, receiver === null || receiver.quality === 'arrival' ? 'not known: times are those of arrival'
      : `${receiver.quality === 'capture' ? 'times of capture' : 'times estimated'}${
        receiver.error === null ? '' : ` within ${number(receiver.error, 2)} ms`}; ${
        number(Math.abs(receiver.offset), 2)} ms ${receiver.offset < 0 ? 'behind' : 'ahead of'} ours${
        receiver.drift === null ? '' : `, drifts by ${number(receiver.drift, 1)} ppm`}`);
  }

  said(stream, coders) {
    const used = stream[this.coder];
    const others = coders.filter(each => each.name !== used).map(each => each.name);
    const running = coders.find(each => each.name === used);
    const from = running ? ` (${running.bundle})` : '';
    if (!used) {
      return stream.camera ? `none in use; ${others.length ? `running: ${others.join(', ')}` : 'none is running'}`
        : 'none in use: it comes decoded, or nobody looks';
    }
    return `${used}${from}; ${others.length ? `also running: ${others.join(', ')}` : 'no other is running'}`;
  }

  list(controls) {
    const text = JSON.stringify(controls);
    if (text === this.listed) {
      return;
    }
    this.listed = text;
    this.controls.querySelectorAll('tr').forEach(each => each.remove());
    for (const each of controls) {
      const unit = each.unit ? ` ${each.unit}` : '';
      const allowed = each.choices.length ? each.choices.join(' | ')
        : each.min === null ? each.type : `${each.min} … ${each.max}${unit}`;
      row(this.controls, each.name).append(element('b', {}, each.value ?? each.initial ?? UNKNOWN), ' ',
        element('span', {class: 'fh-range'}, allowed));
    }
    this.controls.hidden = !controls.length;
  }

  draw(stream) {
    const past = stream.history;
    const last = values => values[values.length - 1];
    this.charts.fps.update([past.fps], number(stream.fps, 1));
    this.charts.bitrate.update([past.bitrate.map(each => each === null ? null : each / 1e6)],
      megabits(last(past.bitrate)));
    this.charts.latency.update([past.p50, past.p95, past.p99], stream.latency === null
      ? (stream.camera ? 'known where it arrives' : UNKNOWN)
      : `${millis(stream.latency.p50)} / ${millis(stream.latency.p95)} / ${millis(stream.latency.p99)} ms`);
    this.charts.events.update([past.dropped, past.keyframes],
      `${number(stream.dropped)} / ${number(stream.keyframes)}`);
  }
}

/** The part of the page that shows how two cameras fit together. */
class PairView {
  constructor(pair) {
    const id = `flathead-stereo-${pair.name}`;
    const facts = element('tbody', {});
    this.eyes = row(facts, 'Left and right');
    this.skew = row(facts, 'Skew');
    this.count = row(facts, 'Pairs');
    this.consumers = row(facts, 'Consumers');
    this.detail = row(facts, 'Detail');
    this.root = element('section', {class: 'fh-pair', 'aria-labelledby': id},
      element('div', {class: 'ui-widget-header ui-corner-top fh-head'},
        element('h2', {id, class: 'fh-name'}, `stereo pair ${pair.name}`)),
      element('div', {class: 'fh-body ui-widget-content ui-corner-bottom'},
        element('table', {class: 'nicetable fh-facts'}, facts)));
  }

  show(pair) {
    write(this.eyes, `${pair.left} and ${pair.right}`);
    write(this.skew, pair.skew === null ? 'no pair yet' : `p50 ${number(pair.skew.p50, 2)}, p95 ${
      number(pair.skew.p95, 2)}, max ${number(pair.skew.max, 2)} ms; left less right, mean ${
      number(pair.skew.mean, 2)} ms; by the ${pair.clock} clock`);
    const refused = pair.refusedLeft + pair.refusedRight;
    write(this.count, `${number(pair.pairs)}; without a partner: ${number(pair.unpairedLeft)} left, ${
      number(pair.unpairedRight)} right${refused === 0 ? '' : `; refused: ${number(refused)}`}`);
    write(this.consumers, pair.consumers.map(each => `${each.name}: ${number(each.pairs)}, too slow for ${
      number(each.dropped)}${each.failed === 0 ? '' : `, threw at ${number(each.failed)}`}${
      each.hangs ? ', hangs' : ''}`).join('; ') || 'none');
    write(this.detail, pair.detail ?? '');
  }
}

function showPairs(pairs) {
  const names = new Set(pairs.map(pair => pair.name));
  for (const [name, view] of pairViews) {
    if (!names.has(name)) {
      view.root.remove();
      pairViews.delete(name);
    }
  }
  for (const pair of pairs) {
    if (!pairViews.has(pair.name)) {
      const view = new PairView(pair);
      pairViews.set(pair.name, view);
      page.append(view.root);
    }
    pairViews.get(pair.name).show(pair);
  }
}

function show(data) {
  const keys = new Set(data.streams.map(stream => stream.key));
  for (const [key, view] of views) {
    if (!keys.has(key)) {
      view.gone = true;
      view.root.remove();
      views.delete(key);
    }
  }
  data.streams.forEach((stream, index) => {
    let view = views.get(stream.key);
    if (!view) {
      view = new View(stream);
      views.set(stream.key, view);
    }
    if (page.children[index] !== view.root) {
      page.insertBefore(view.root, page.children[index] ?? null);
    }
    view.show(stream);
  });
  showPairs(data.pairs);
  const cameras = data.streams.filter(stream => stream.camera).length;
  const streaming = data.streams.filter(stream => stream.state === 'streaming').length;
  const count = (many, what) => `${many} ${what}${many === 1 ? '' : 's'}`;
  write(line, `${count(cameras, 'camera')} and ${count(data.streams.length - cameras, 'remote stream')}; ${
    streaming === data.streams.length ? 'all are streaming.' : `${streaming} of ${data.streams.length} are streaming.`}`);
  line.classList.toggle('ui-state-error', streaming < data.streams.length);
}

async function ask() {
  if (!document.hidden) {
    try {
      const answer = await fetch(`${root}/data.json`);
      if (!answer.ok) {
        throw new Error(`${answer.status} ${answer.statusText}`);
      }
      show(await answer.json());
    } catch (e) {
      write(line, `Flathead does not answer: ${e.message}`);
      line.classList.add('ui-state-error');
    }
  }
  setTimeout(ask, 1000);
}

ask();
