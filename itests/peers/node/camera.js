// Mock cameras for wrtc.
import { createRequire } from 'node:module';
import { hrtime } from 'node:process';

export const wrtc = createRequire(import.meta.url)('@roamhq/wrtc');
const INTERVAL = 1000 / 30;

/** A moving texture with the stamp of its making; bench/reference/stamp.py says what that is. */
export class Camera {
  constructor(number, width = 640, height = 480) {
    this.number = number;
    this.width = width;
    this.height = height;
    this.count = 0;
    this.source = new wrtc.nonstandard.RTCVideoSource();
    this.data = new Uint8ClampedArray((width * height * 3) / 2).fill(128);
    this.next = performance.now();
    this.timer = setTimeout(() => this.#shoot(), 0);
  }

  #shoot() {
    this.count++;
    const { width, height } = this;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        this.data[y * width + x] = 64 + (((x + 4 * this.count) >> 3) * 37 + (y >> 3) * 91 + 50 * this.number) % 128;
      }
    }
    this.#stamp(Number((hrtime.bigint() / 100_000n) & 0xffff_ffffn));
    this.source.onFrame({ width, height, data: this.data });
    this.next += INTERVAL;
    this.timer = setTimeout(() => this.#shoot(), this.next - performance.now());
  }

  #stamp(ticks) {
    const label = (((this.count & 0xffff) << 16) | (this.number << 8)) >>> 0;
    const sum = [ticks, label].flatMap((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 255))
      .reduce((a, b) => a + b) & 255;
    const block = Math.floor(this.width / 32);
    [ticks, label | sum].forEach((word, row) => {
      for (let y = row * block; y < (row + 1) * block; y++) {
        for (let x = 0; x < 32 * block; x++) {
          this.data[y * this.width + x] = (word >>> (31 - Math.floor(x / block))) & 1 ? 235 : 16;
        }
      }
    });
  }

  stop() {
    clearTimeout(this.timer);
  }
}
