// A WHEP client (draft-ietf-wish-whep): posts an offer to receive, trickles candidates, deletes the session, and tries
// again by itself for as long as it is wanted.

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5_000;
const OFFERS_H264 = /^a=rtpmap:\d+ H264\/90000/m;
const CAPTURE_TIME = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';

/** What a refused request said, in one line. */
class Refused extends Error {
  constructor(status, text, seconds) {
    super(text || `the server answers ${status}`);
    this.status = status;
    this.seconds = seconds;
  }
}

/** Asks for the instants of capture, where the browser lets one ask. */
function wantCaptureTimes(transceiver) {
  const extensions = transceiver.getHeaderExtensionsToNegotiate?.();
  const wanted = extensions?.find(({ uri }) => uri === CAPTURE_TIME);
  if (wanted) {
    wanted.direction = 'sendrecv';
    transceiver.setHeaderExtensionsToNegotiate(extensions);
  }
}

/** Offers to ask for the sender's time (RFC 3611), without which Chromium takes every round trip for 100 ms. */
function withReferenceTime(sdp) {
  let more = sdp;
  for (const [, type] of sdp.matchAll(/^a=rtpmap:(\d+) H264\/90000/gm)) {
    more = more.replace(`a=rtcp-fb:${type} nack pli\r\n`, (line) => `${line}a=rtcp-fb:${type} rrtr\r\n`);
  }
  return more;
}

/** STUN and TURN servers that the answer names (RFC 8288). */
function iceServers(link) {
  return (link ?? '').split(/,\s*(?=<)/).flatMap((each) => {
    const url = /^<([^>]+)>/.exec(each)?.[1];
    if (!url || !/rel="?ice-server"?/.test(each)) return [];
    const quoted = (name) => new RegExp(`${name}="((?:[^"\\\\]|\\\\.)*)"`).exec(each)?.[1].replace(/\\(.)/g, '$1');
    return [{ urls: url, username: quoted('username'), credential: quoted('credential') }];
  });
}

/** One session, from the offer to the end. */
class Session {
  #connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  #early = [];
  #headers;
  #url;
  #etag;
  #ended = false;

  constructor(endpoint, token, { onStream, onConnection }) {
    this.endpoint = endpoint;
    this.#headers = token ? { Authorization: `Bearer ${token}` } : {};
    this.#connection.addEventListener('track', ({ track }) => onStream(new MediaStream([track])));
    this.#connection.addEventListener('connectionstatechange', () => onConnection(this.#connection.connectionState));
    this.#connection.addEventListener('icecandidate', ({ candidate }) => {
      if (!candidate?.candidate) return;
      this.#early.push(candidate);
      if (this.#url) this.#trickle();
    });
  }

  get connection() {
    return this.#connection;
  }

  async begin() {
    const transceiver = this.#connection.addTransceiver('video', { direction: 'recvonly' });
    wantCaptureTimes(transceiver);
    // A picture is shown when it is there; what smooths is the network's business.
    if ('jitterBufferTarget' in transceiver.receiver) transceiver.receiver.jitterBufferTarget = 0;
    const offer = await this.#connection.createOffer();
    if (!OFFERS_H264.test(offer.sdp)) {
      throw new Error('this browser offers no H.264 for live video; Firefox needs its plugin OpenH264 (about:addons)');
    }
    const sdp = withReferenceTime(offer.sdp);
    await this.#connection.setLocalDescription({ type: 'offer', sdp });
    const response = await fetch(this.endpoint, { method: 'POST', body: sdp,
      headers: { ...this.#headers, 'Content-Type': 'application/sdp' } });
    const text = await response.text();
    if (response.status !== 201) {
      throw new Refused(response.status, text.trim(), Number(response.headers.get('Retry-After')) || 0);
    }
    this.#url = new URL(response.headers.get('Location'), response.url);
    this.#etag = response.headers.get('ETag');
    if (this.#ended) {
      this.end();
      return;
    }
    const servers = iceServers(response.headers.get('Link'));
    if (servers.length) this.#connection.setConfiguration({ ...this.#connection.getConfiguration(),
      iceServers: servers });
    await this.#connection.setRemoteDescription({ type: 'answer', sdp: text });
    this.#trickle();
  }

  #trickle() {
    const candidates = this.#early.splice(0);
    if (!candidates.length) return;
    const lines = this.#connection.localDescription.sdp.split('\r\n');
    const body = [...lines.filter((line) => /^a=ice-(ufrag|pwd):/.test(line)).slice(0, 2),
      lines.find((line) => line.startsWith('m=')), `a=mid:${candidates[0].sdpMid}`,
      ...candidates.map(({ candidate }) => `a=${candidate}`), ''].join('\r\n');
    // One that does not arrive costs a way, not the session.
    fetch(this.#url, { method: 'PATCH', body, headers: { ...this.#headers, 'If-Match': this.#etag,
      'Content-Type': 'application/trickle-ice-sdpfrag' } }).catch(() => {});
  }

  /** Ends it here and at the server; works while the page goes as well. */
  end() {
    this.#ended = true;
    this.#connection.close();
    if (this.#url) {
      fetch(this.#url, { method: 'DELETE', headers: this.#headers, keepalive: true }).catch(() => {});
      this.#url = undefined;
    }
  }
}

/**
 * Keeps one stream coming. It tells `onState({ word, text })`, where the word is one of connecting, live, lost, waiting
 * and locked, and `onStream(stream)` for each session that begins to flow.
 */
export class Player {
  #session;
  #timer;
  #retry = FIRST_RETRY_MS;
  #wanted = false;

  constructor(endpoint, { onState, onStream, token = () => '' }) {
    this.endpoint = endpoint;
    this.onState = onState;
    this.onStream = onStream;
    this.token = token;
  }

  /** The RTCPeerConnection of now, if there is one. */
  get connection() {
    return this.#session?.connection;
  }

  start() {
    this.#wanted = true;
    this.#begin();
  }

  stop() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#session?.end();
    this.#session = undefined;
  }

  /** Starts over, because nothing comes. */
  restart(why) {
    if (this.#wanted) this.#again(this.#session, why);
  }

  async #begin() {
    const session = new Session(this.endpoint, this.token(), {
      onStream: (stream) => session === this.#session && this.onStream(stream),
      onConnection: (state) => this.#changed(session, state),
    });
    this.#session = session;
    this.onState({ word: 'connecting', text: 'Connecting' });
    try {
      await session.begin();
    } catch (error) {
      this.#again(session, error.message, error);
    }
  }

  #changed(session, state) {
    if (session !== this.#session) return;
    if (state === 'connected') {
      this.#retry = FIRST_RETRY_MS;
      this.onState({ word: 'live', text: 'Live' });
    } else if (state === 'disconnected') {
      this.onState({ word: 'lost', text: 'The connection is interrupted' });
    } else if (state === 'failed' || state === 'closed') {
      this.#again(session, 'the connection is lost');
    }
  }

  #again(session, why, error) {
    if (!this.#wanted || session !== this.#session) return;
    session?.end();
    this.#session = undefined;
    if (error?.status === 401) {
      this.onState({ word: 'locked', text: 'A token is needed' });
      return;
    }
    const wait = Math.max(this.#retry, (error?.seconds ?? 0) * 1_000);
    this.#retry = Math.min(LONGEST_RETRY_MS, this.#retry * 2);
    this.onState({ word: 'waiting', text: `Trying again: ${why}` });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), wait);
  }
}
