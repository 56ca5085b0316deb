// What a viewer can know of a stream: read once a second off the peer connection, and off each picture that is shown.

/** From 1900, where NTP begins, to 1970. */
const NTP_EPOCH_MS = 2_208_988_800_000;
const REPORTS = 60;
/** Closer readings, as a busy browser makes them, say nothing of a second. */
const LEAST_MS = 300;

const median = (values) => {
  if (!values.length) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
};

/** How far the server's clock is ahead of this page's: by its reports, of which the quickest counts. */
class ServerClock {
  #reports = [];
  #last;

  take({ timestamp, remoteTimestamp }, roundTripMs) {
    if (remoteTimestamp === undefined || timestamp === this.#last || roundTripMs === null) return;
    this.#last = timestamp;
    this.#reports.push({ ahead: remoteTimestamp - timestamp, way: roundTripMs / 2 });
    if (this.#reports.length > REPORTS) this.#reports.shift();
  }

  get known() {
    return this.#reports.length > 0;
  }

  /** In milliseconds; as much as half a round trip may be wrong with it. */
  get ahead() {
    return Math.max(...this.#reports.map(({ ahead }) => ahead)) + this.error;
  }

  get error() {
    return Math.min(...this.#reports.map(({ way }) => way));
  }
}

/** Reads one video and its connection. */
export class Meter {
  #video;
  #connection;
  #clock = new ServerClock();
  #before;
  #ages = [];
  #ahead = null;
  #lastShown = performance.now();
  /** The last picture shown, and how old it was. */
  last = {};

  /**
   * @param connection answers the RTCPeerConnection of now, if there is one
   */
  constructor(video, connection) {
    this.#video = video;
    this.#connection = connection;
    if ('requestVideoFrameCallback' in HTMLVideoElement.prototype) this.#watch();
    else this.#video.addEventListener('timeupdate', () => { this.#lastShown = performance.now(); });
  }

  #watch() {
    this.#video.requestVideoFrameCallback((now, picture) => {
      this.#lastShown = now;
      const age = this.#age(picture);
      if (age !== null) this.#ages.push(age);
      this.last = { rtpTimestamp: picture.rtpTimestamp, age };
      this.#watch();
    });
  }

  /** How old a picture is when it reaches the glass, in milliseconds; null where that is not told. */
  #age({ rtpTimestamp, expectedDisplayTime }) {
    const source = this.#connection()?.getReceivers()[0]?.getSynchronizationSources()[0];
    if (this.#ahead === null || source?.captureTimestamp === undefined || rtpTimestamp === undefined) return null;
    const later = (rtpTimestamp - source.rtpTimestamp | 0) / 90;
    const captured = source.captureTimestamp - NTP_EPOCH_MS + later - this.#ahead;
    return performance.timeOrigin + expectedDisplayTime - captured;
  }

  /** For how long no picture has been shown, in milliseconds. */
  get silence() {
    return performance.now() - this.#lastShown;
  }

  /** By how much the latency may be wrong, in milliseconds; null if there is none. */
  get error() {
    return this.#clock.known ? this.#clock.error : null;
  }

  /** Forgets what was: another session begins. */
  begin() {
    this.#before = undefined;
    this.#ages = [];
    this.#clock = new ServerClock();
    this.#ahead = null;
    this.#lastShown = performance.now();
  }

  /** What was since the last reading, null for what is not known; undefined if the browser has no newer one. */
  async read() {
    const report = [...(await this.#connection()?.getStats() ?? new Map()).values()];
    const now = report.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
    const pair = report.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated
      && state === 'succeeded');
    const roundTrip = pair?.currentRoundTripTime === undefined ? null : pair.currentRoundTripTime * 1_000;
    const sender = report.find(({ type }) => type === 'remote-outbound-rtp');
    if (sender) this.#clock.take(sender, roundTrip);
    this.#ahead = this.#clock.known ? this.#clock.ahead : null;
    const before = this.#before;
    if (now && before && now.timestamp - before.timestamp < LEAST_MS) return undefined;
    const ages = this.#ages;
    this.#ages = [];
    this.#before = now;
    if (!now || !before) {
      return { latency: null, fps: null, bitrate: null, loss: null, decoded: now?.framesDecoded ?? 0, roundTrip };
    }
    const seconds = (now.timestamp - before.timestamp) / 1_000;
    const lost = Math.max(0, now.packetsLost - before.packetsLost);
    const received = now.packetsReceived - before.packetsReceived;
    return {
      latency: median(ages),
      fps: (now.framesDecoded - before.framesDecoded) / seconds,
      bitrate: (now.bytesReceived - before.bytesReceived) * 8 / seconds,
      loss: lost + received > 0 ? 100 * lost / (lost + received) : null,
      decoded: now.framesDecoded,
      roundTrip,
    };
  }
}
