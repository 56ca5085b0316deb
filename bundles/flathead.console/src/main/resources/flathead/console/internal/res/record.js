// Starts and ends the recording of a stream, and shows how it is getting on.

import {element} from './chart.js';

const WORDS = {off: 'not recorded', waiting: 'waits for a keyframe', recording: 'recording', failed: 'ended by an error'};
const two = value => String(value).padStart(2, '0');

function lasted(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function size(bytes) {
  const unit = bytes < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
  return `${(bytes / unit[0]).toLocaleString('en', {minimumFractionDigits: 1, maximumFractionDigits: 1})} ${unit[1]}`;
}

export class RecordControl {
  /** `post` is the address that takes `stream` and `record`. */
  constructor(name, post) {
    this.name = name;
    this.post = post;
    this.dot = element('span', {class: 'fh-dot', 'aria-hidden': 'true'});
    this.state = element('span', {class: 'fh-recorded', role: 'status'});
    this.figures = element('span', {class: 'fh-recorded'});
    this.button = element('button', {type: 'button', class: 'ui-state-default ui-corner-all'}, 'Record');
    this.error = element('span', {class: 'fh-answer fh-bad', role: 'status'});
    this.root = element('div', {class: 'fh-choose fh-record', hidden: ''}, this.button, this.dot, this.state,
      this.figures, this.error);
    this.button.addEventListener('click', () => this.change());
  }

  async change() {
    this.button.disabled = true;
    this.refused = '';
    try {
      const answer = await fetch(this.post, {
        method: 'POST', body: new URLSearchParams({stream: this.name, record: String(!this.on)}),
      });
      this.refused = answer.ok ? '' : (await answer.json()).message;
    } catch (e) {
      this.refused = `It was not changed: ${e.message}`;
    } finally {
      this.button.disabled = false;
      this.write(this.error, this.refused);
    }
  }

  write(node, text) {
    if (node.textContent !== text) {
      node.textContent = text;
    }
  }

  /** `recording` is null where no recorder has the stream. */
  show(recording) {
    this.root.hidden = recording === null;
    if (recording === null) {
      return;
    }
    this.on = recording.state === 'recording' || recording.state === 'waiting';
    this.write(this.button, this.on ? 'Stop recording' : 'Record');
    this.button.setAttribute('aria-label', `${this.on ? 'Stop recording' : 'Record'} ${this.name}`);
    this.dot.classList.toggle('fh-on', recording.state === 'recording');
    this.write(this.state, WORDS[recording.state]);
    const time = recording.state === 'recording' && recording.since !== null
      ? `${lasted(recording.now - recording.since)}, ` : '';
    this.write(this.figures, recording.segments === 0 ? '' : `${time}${size(recording.bytes)} in ${
      recording.segments} file${recording.segments === 1 ? '' : 's'}`);
    this.root.title = recording.file ?? '';
    this.write(this.error, this.refused || recording.error);
  }
}
