// A member of a Socket.IO namespace that keeps what it hears, in order, so that a script can say what comes next.
import assert from 'node:assert/strict';
import { io } from 'socket.io-client';

const DEADLINE = 10_000;

/** The promise's value, or a failure that says what did not come. */
export function within(what, promise, millis = DEADLINE) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${millis} ms: ${what}`)), millis);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Waits until what() answers something true, and answers that. */
export async function until(what, condition, millis = DEADLINE) {
  const end = performance.now() + millis;
  for (let last; ;) {
    last = await condition();
    if (last) return last;
    if (performance.now() > end) throw new Error(`not within ${millis} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export class Member {
  /**
   * Connects.
   *
   * @param options of socket.io-client, and `aside`: events that are not kept in order but put into that object's lists
   */
  constructor(url, { aside = [], ...options } = {}) {
    this.heard = [];
    this.waiting = [];
    this.aside = Object.fromEntries(aside.map((event) => [event, []]));
    this.socket = io(url, { forceNew: true, reconnection: false, ...options });
    this.socket.onAny((event, ...data) => this.#hear({ event, data }));
    for (const event of ['connect', 'connect_error', 'disconnect']) {
      this.socket.on(event, (...data) => this.#hear({ event, data }));
    }
  }

  #hear(what) {
    if (what.event in this.aside) {
      this.aside[what.event].push(what.data[0]);
      return;
    }
    const first = this.waiting.shift();
    if (first) first(what); else this.heard.push(what);
  }

  /** The payload of the next thing heard, which must be this event. */
  async next(event) {
    const what = this.heard.shift()
      ?? await within(event, new Promise((resolve) => this.waiting.push(resolve)));
    assert.equal(what.event, event, `heard ${JSON.stringify(what).slice(0, 300)}`);
    return what.data[0];
  }

  emit(...args) {
    this.socket.emit(...args);
  }

  /** Hears that it is connected, and who it is. */
  async join() {
    await this.next('connect');
    assert.deepEqual(await this.next('connected'), { clientId: this.socket.id });
    return this;
  }

  async stats() {
    this.emit('stats');
    return this.next('stats');
  }
}
