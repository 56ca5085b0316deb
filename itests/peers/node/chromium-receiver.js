// A Socket.IO server that hands what cameras offer to a headless Chromium, and says what that decodes.
// usage: CHROMIUM=<path> node chromium-receiver.js <port> [--edit-offers]
//
// Standard output carries JSON, a line each:
//   {"event":"ready"}                             from then on cameras may come
//   {"event":"offer","cameraId":…,"sdp":…}        as it came
//   {"event":"state","cameraId":…,"state":…}      of the peer connection, as Chromium names it
//   {"event":"stats","cameraId":…, …}             ten times a second, see receiver-page.js
// With --edit-offers each offer waits for a line {"cameraId":…,"sdp":…} on standard input that replaces it;
// candidates are passed on to neither side then, so that the edited ones are the only way.
// It ends, and Chromium with it, when standard input does.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Server } from 'socket.io';
import { launch, listen, say } from './chromium.js';

const STATS_MILLIS = 100;
const [port, option] = process.argv.slice(2);
const editOffers = option === '--edit-offers';
if (!/^\d{1,5}$/.test(port ?? '') || (option && !editOffers)) {
  throw new Error(`arguments ${process.argv.slice(2)} are not allowed; <port> [--edit-offers] are`);
}

const browser = await launch('--autoplay-policy=no-user-gesture-required');
const page = await browser.newPage();
listen(page);
await page.exposeFunction('tellCandidate', (key, candidate) => sessions.get(key)?.candidate(candidate));
await page.exposeFunction('tellState', (key, state) => sessions.get(key)?.state(state));
await page.addScriptTag({ path: fileURLToPath(new URL('receiver-page.js', import.meta.url)) });

let ending = false;
/** One peer connection for each camera of each client, as the key says. */
const sessions = new Map();
const edits = new Map();

function edited(cameraId, sdp) {
  return editOffers ? new Promise((resolve) => edits.set(cameraId, resolve)) : sdp;
}

async function close(key) {
  if (sessions.delete(key)) await page.evaluate((which) => globalThis.receivers.close(which), key);
}

async function offered(socket, cameraId, offer) {
  const key = `${socket.id}-${cameraId}`;
  await close(key);
  say('offer', { cameraId, sdp: offer.sdp });
  const sdp = await edited(cameraId, offer.sdp);
  sessions.set(key, {
    cameraId,
    state: (state) => say('state', { cameraId, state }),
    candidate: (candidate) => { if (!editOffers) socket.emit('ice-candidate', { cameraId, candidate }); },
  });
  const answer = await page.evaluate(([which, text]) => globalThis.receivers.answer(which, text), [key, sdp]);
  socket.emit('answer', { cameraId, answer });
}

const http = createServer((request, response) => response.writeHead(404).end());
const io = new Server(http, { cors: { origin: '*' } });
io.of('/stream').on('connection', (socket) => {
  const guarded = (cameraId, work) => work.catch((error) => {
    console.error(error);
    socket.emit('error', { cameraId, message: 'Failed to process offer' });
  });
  socket.emit('connected', { clientId: socket.id });
  socket.on('offer', ({ cameraId, offer }) => guarded(cameraId, offered(socket, cameraId, offer)));
  socket.on('ice-candidate', ({ cameraId, candidate }) => {
    const key = `${socket.id}-${cameraId}`;
    if (!editOffers && sessions.has(key)) {
      guarded(cameraId, page.evaluate(([which, what]) => globalThis.receivers.candidate(which, what), [key, candidate]));
    }
  });
  socket.on('disconnect-camera', ({ cameraId }) => guarded(cameraId, close(`${socket.id}-${cameraId}`)));
  socket.on('disconnect', () => {
    for (const key of sessions.keys()) if (key.startsWith(`${socket.id}-`)) guarded('', close(key));
  });
});

const ticker = setInterval(async () => {
  try {
    for (const { key, ...stats } of await page.evaluate(() => globalThis.receivers.stats())) {
      const session = sessions.get(key);
      if (session) say('stats', { cameraId: session.cameraId, ...stats });
    }
  } catch (error) {
    if (!ending) throw error;
  }
}, STATS_MILLIS);

const input = createInterface({ input: process.stdin });
input.on('line', (line) => {
  const { cameraId, sdp } = JSON.parse(line);
  edits.get(cameraId)?.(sdp);
  edits.delete(cameraId);
});
input.on('close', async () => {
  ending = true;
  clearInterval(ticker);
  await browser.close();
  process.exit(0);
});

http.listen(Number(port), '127.0.0.1', () => say('ready'));
