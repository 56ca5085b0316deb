// Headless Chromium that opens the server's page.
// usage: CHROMIUM=<path> node viewer.js <url> tour              does what a person does, and tells what it sees
//        CHROMIUM=<path> node viewer.js <url> watch <pages>     opens the page so often, and looks on
//        CHROMIUM=<path> node viewer.js <url> pictures <folder> takes the pictures of the page from a running demo
//
// Standard output carries JSON, a line each; what comes of the tour, in this order:
//   {"event":"ready"}
//   {"event":"live","cameras":[…],"summary":…}
//   {"event":"measured","camera":…,"fps":…,"latency":…,"bitrate":…,"loss":…,"roundTrip":…,"source":…,"encoder":…,
//    "charts":[…],"stamps":…,"truth":…,"difference":…}  of each camera: what it shows, how old its stamps say it is,
//                                                       and how far the page is off that; again and again, until
//                                                       standard input has a line
//   {"event":"changed","camera":…,"changed":…}         whether two pictures of the screen differ
//   {"event":"layout",…}                               what the keys do
//   {"event":"axe","scheme":…,"width":…,"violations":[…],"passes":…}  of light and dark, wide and narrow
//   {"event":"reloaded","cameras":[…]}
//   {"event":"codecless","states":[…]}                 what the tiles say where the browser has no H.264
//   {"event":"complaints","lines":[…]}                 of the page's console
//   {"event":"done"}
// and of watching:
//   {"event":"watching","pages":…,"milliseconds":…}    every video plays
//   {"event":"decoded","total":…,"least":…}            twice a second
// It ends, and Chromium with it, when standard input does.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launch, say } from './chromium.js';
import { readStamp } from './stamp.js';

const [url, mode, argument] = process.argv.slice(2);
if (!['tour', 'watch', 'pictures'].includes(mode)) {
  throw new Error(`"${mode}" is not allowed; tour, watch and pictures are`);
}

const LIVE_MILLIS = 60_000;
/** The charts show the last minute. */
const WATCHED_MILLIS = 60_000;
const browser = await launch('--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling');
const complaints = [];

async function open(options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme: 'light',
    ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`error: ${error}`));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  await page.goto(url);
  return page;
}

/** Waits until this many cameras play. */
async function live(page, cameras = 2) {
  await page.waitForFunction((count) => document.querySelectorAll('.tile[data-state=live]').length >= count
    && [...globalThis.flathead.tiles.values()].every(({ sample }) => sample?.decoded > 0), cameras,
  { timeout: LIVE_MILLIS });
  return page.evaluate(() => [...document.querySelectorAll('.tile h2')].map((title) => title.textContent));
}

/** Monotonic nanoseconds, in which stamps are, of when the page's clock began, in units of 0.1 ms. */
const monotonicTicks = () => Number(process.hrtime.bigint() / 100_000n);

/** What each video shows, read by a canvas: its stamp, and how old that is. */
async function stamps(page) {
  const at = monotonicTicks() - Date.now() * 10;
  const seen = await page.evaluate(async () => Promise.all([...document.querySelectorAll('.tile')].map((tile) =>
    new Promise((told) => {
      const video = tile.querySelector('video');
      video.requestVideoFrameCallback((now, { expectedDisplayTime, rtpTimestamp }) => {
        const [width, height] = [video.videoWidth, video.videoHeight];
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext('2d', { willReadFrequently: true });
        context.drawImage(video, 0, 0);
        const { data } = context.getImageData(0, 0, width, height);
        const luma = [];
        for (let i = 0; i < data.length; i += 4) {
          luma.push(Math.round(0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2]));
        }
        const camera = tile.querySelector('h2').textContent;
        // The page's own reading of the same picture, which it takes in the same turn.
        const { last } = globalThis.flathead.tiles.get(camera);
        told({ camera, width, luma: luma.slice(0, width * 48), shown: performance.timeOrigin + expectedDisplayTime,
          estimate: last.rtpTimestamp === rtpTimestamp ? last.age : null });
      });
    }))));
  return seen.map(({ camera, width, luma, shown, estimate }) => {
    const stamp = readStamp(luma, width, width);
    const now = Math.round(shown * 10 + at) % 2 ** 32;
    return { camera, stamp, estimate, age: stamp && (now - stamp.ticks + 2 ** 32) % 2 ** 32 / 10 };
  });
}

const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? null;

async function measure(page) {
  const seen = new Map();
  const shown = new Map();
  for (let i = 0; i < 12; i++) {
    for (const { camera, stamp, age, estimate } of await stamps(page)) {
      const read = stamp ? [{ counter: stamp.counter, number: stamp.camera, age, estimate }] : [];
      seen.set(camera, [...seen.get(camera) ?? [], ...read]);
    }
    const samples = await page.evaluate(() => [...globalThis.flathead.tiles.values()].map(({ name, sample }) =>
      ({ name, ...sample })));
    for (const sample of samples) shown.set(sample.name, [...shown.get(sample.name) ?? [], sample]);
    await page.waitForTimeout(500);
  }
  const tiles = await page.evaluate(() => [...document.querySelectorAll('.tile')].map((tile) => {
    const text = (part) => tile.querySelector(`[data-part=${part}]`).textContent;
    return { camera: text('name'), state: text('state'), latencyText: text('latency'),
      title: tile.querySelector('[data-part=latency]').title, source: text('source'), encoder: text('encoder'),
      charts: [...tile.querySelectorAll('.figures svg')].map((chart) => chart.getAttribute('aria-label')) };
  }));
  for (const tile of tiles) {
    const figures = shown.get(tile.camera);
    const of = (key) => middle(figures.map((sample) => sample[key]).filter((value) => value !== null));
    const read = seen.get(tile.camera);
    say('measured', { ...tile, fps: of('fps'), latency: of('latency'), bitrate: of('bitrate'), loss: of('loss'),
      roundTrip: of('roundTrip'), stamps: new Set(read.map(({ counter }) => counter)).size,
      numbers: [...new Set(read.map(({ number }) => number))], truth: middle(read.map(({ age }) => age)),
      difference: middle(read.filter(({ estimate }) => estimate !== null)
        .map(({ age, estimate }) => estimate - age)) });
  }
}

async function changes(page) {
  for (const tile of await page.locator('.tile').all()) {
    const hash = async () => createHash('sha256').update(await tile.locator('video').screenshot()).digest('hex');
    const first = await hash();
    const deadline = Date.now() + LIVE_MILLIS;
    let changed = false;
    while (!changed && Date.now() < deadline) changed = first !== await hash();
    say('changed', { camera: await tile.locator('h2').textContent(), changed });
  }
}

const order = (page) => page.evaluate(() => [...document.querySelectorAll('.tile h2')].map((it) => it.textContent));

async function layOut(page) {
  const before = await order(page);
  await page.keyboard.press('s');
  const swapped = await order(page);
  await page.keyboard.press('s');
  const modes = [];
  for (const key of ['2', '3', '4']) {
    await page.keyboard.press(key);
    await page.waitForFunction(() => [...document.querySelectorAll('#overlay video')]
      .every((video) => video.videoWidth > 0 && !video.paused));
    modes.push(await page.evaluate(() => ({ mode: document.getElementById('overlay').dataset.mode,
      caption: document.getElementById('overlay-caption').textContent })));
  }
  await page.keyboard.press('1');
  const closed = await page.locator('#overlay').isHidden();
  // By the keys alone: the first radio button, the swap, a tile's full screen.
  const reached = [];
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement.getAttribute('aria-label')
      ?? document.activeElement.textContent.trim().replaceAll(/\s+/g, ' ') ?? ''));
  }
  await page.keyboard.press('f');
  await page.waitForFunction(() => document.fullscreenElement);
  await page.evaluate(() => document.exitFullscreen());
  say('layout', { before, swapped, modes, closed, reached });
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function examine(page, scheme, width) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.setViewportSize({ width, height: 860 });
  // Not by a script element, which the page's policy forbids.
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const narrow = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  say('axe', { scheme, width, fits: narrow, passes: found.passes.length,
    violations: found.violations.map(({ id, impact, nodes }) => ({ id, impact,
      at: nodes.map(({ html }) => html.slice(0, 120)) })) });
}

/** As in a browser without H.264: it is in no offer. */
async function goWithoutH264(page) {
  await page.addInitScript(() => {
    const { createOffer } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.createOffer = async function withoutH264() {
      const { type, sdp } = await createOffer.call(this);
      return { type, sdp: sdp.replaceAll(/^a=rtpmap:\d+ H264\/.*\r\n/gm, '') };
    };
  });
  await page.reload();
  const states = await page.waitForFunction(() => {
    const waiting = [...document.querySelectorAll('.tile[data-state=waiting] [data-part=state]')];
    return waiting.length >= 2 && waiting.map((it) => it.textContent);
  });
  say('codecless', { states: await states.jsonValue() });
}

async function tour() {
  const page = await open();
  say('ready');
  const cameras = await live(page);
  say('live', { cameras, summary: await page.locator('#summary').textContent() });
  await page.waitForFunction(() => [...document.querySelectorAll('.tile [data-part=latency]')]
    .every(({ title }) => title), null, { timeout: LIVE_MILLIS });
  let enough = false;
  process.stdin.once('data', () => { enough = true; });
  while (!enough) await measure(page);
  await changes(page);
  await layOut(page);
  for (const scheme of ['light', 'dark']) {
    for (const width of [1280, 390]) await examine(page, scheme, width);
  }
  await page.keyboard.press('2');
  await examine(page, 'dark', 1280);
  await page.reload();
  say('reloaded', { cameras: await live(page) });
  await goWithoutH264(page);
  say('complaints', { lines: complaints });
  say('done');
}

async function watch(count) {
  const began = Date.now();
  say('ready');
  const pages = [];
  for (let i = 0; i < count; i++) pages.push(await open({ viewport: { width: 640, height: 480 } }));
  await Promise.all(pages.map((page) => live(page)));
  say('watching', { pages: count, milliseconds: Date.now() - began });
  for (;;) {
    const decoded = (await Promise.all(pages.map((page) => page.evaluate(() =>
      [...globalThis.flathead.tiles.values()].map(({ sample }) => sample.decoded))))).flat();
    say('decoded', { total: decoded.reduce((a, b) => a + b, 0), least: Math.min(...decoded) });
    await pages[0].waitForTimeout(500);
  }
}

async function pictures(folder) {
  const page = await open({ viewport: { width: 1280, height: 730 } });
  await live(page);
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.waitForTimeout(WATCHED_MILLIS);
    await page.screenshot({ path: `${folder}/viewer-${scheme}.png` });
  }
  await page.keyboard.press('2');
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: `${folder}/viewer-difference.png` });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.keyboard.press('1');
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${folder}/viewer-phone.png`, fullPage: true });
  await browser.close();
  process.exit(0);
}

process.stdin.resume();
process.stdin.on('close', async () => {
  if (mode === 'pictures') return;
  await browser.close();
  process.exit(0);
});
await { tour, watch: () => watch(Number(argument)), pictures: () => pictures(argument) }[mode]();
