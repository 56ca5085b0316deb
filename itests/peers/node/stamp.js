// Reads the stamp that the mock camera paints; see the bundle flathead.stamp for its layout.
const BITS = 32;
const THRESHOLD = 125;

/** One row of blocks as a number, the most significant bit first; the middle half of each block counts. */
function row(luma, stride, block, which) {
  const size = Math.max(2, block >> 1);
  const top = which * block + (block >> 2);
  let bits = 0;
  for (let bit = 0; bit < BITS; bit++) {
    const left = bit * block + (block >> 2);
    let sum = 0;
    for (let y = top; y < top + size; y++) {
      for (let x = left; x < left + size; x++) sum += luma[y * stride + x];
    }
    bits = bits * 2 + (sum > THRESHOLD * size * size ? 1 : 0);
  }
  return bits;
}

/** What the stamp of a picture says: the time in units of 0.1 ms, the counter, the camera's number; null if damaged. */
export function readStamp(luma, stride, width) {
  const block = Math.floor(width / BITS);
  if (block < 4) return null;
  const ticks = row(luma, stride, block, 0);
  const label = row(luma, stride, block, 1);
  let sum = (label >>> 8 & 255) + (label >>> 16 & 255) + (label >>> 24);
  for (const shift of [0, 8, 16, 24]) sum += ticks >>> shift & 255;
  return (sum & 255) === (label & 255) && (ticks || label)
    ? { ticks, counter: label >>> 16, camera: label >>> 8 & 255 } : null;
}

/** The stamps of one stream, summed up. */
export class Seen {
  constructor() {
    Object.assign(this, { pictures: 0, stamped: 0, missing: 0, camera: null, width: 0, height: 0, age: null });
  }

  /** A picture was decoded now; `luma` has no padding. */
  picture({ width, height, data }) {
    Object.assign(this, { width, height, pictures: this.pictures + 1 });
    const stamp = readStamp(data, width, width);
    if (!stamp) return;
    if (this.stamped) this.missing += (stamp.counter - this.counter - 1 + 65536) % 65536;
    const now = Number(process.hrtime.bigint() / 100000n % 2n ** 32n);
    this.age = (now - stamp.ticks + 2 ** 32) % 2 ** 32 / 10;
    this.stamped++;
    this.counter = stamp.counter;
    this.camera = stamp.camera;
  }
}
