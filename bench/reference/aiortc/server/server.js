// Stand-in for the receiver that Flathead replaces: Socket.IO namespace /stream, one RTCPeerConnection of wrtc per
// (socket, camera). It reads the stamp of every decoded frame and appends it to a CSV file.
// Environment: PORT (18081), HOST (127.0.0.1), RECORD (path of the CSV file: stream,nanoTime,latency_ms,counter; the last
// two are empty where the stamp is damaged). Prints one JSON line per event.
'use strict';
const fs = require('fs');
const http = require('http');
const { Server } = require('socket.io');
const { RTCPeerConnection, RTCSessionDescription, nonstandard: { RTCVideoSink } } = require('@roamhq/wrtc');

const PORT = Number(process.env.PORT || 18081);
const HOST = process.env.HOST || '127.0.0.1';
const FLUSH_MS = 500;
const TICKS = 2 ** 32;
const connections = new Map();
const log = (event) => console.log(JSON.stringify(event));

// ---- recording
const record = process.env.RECORD ? fs.openSync(process.env.RECORD, 'a') : null;
let lines = [];
const flush = () => { if (record !== null && lines.length) { fs.writeSync(record, lines.join('')); lines = []; } };
setInterval(flush, FLUSH_MS).unref();
process.on('exit', flush);

// ---- the stamp
function bit(data, width, block, row, column) {
  const size = Math.max(2, Math.floor(block / 2));
  const left = Math.floor(column * block + block / 4);
  const top = Math.floor(row * block + block / 4);
  let sum = 0;
  let count = 0;
  for (let y = top; y < top + size; y += 2) {
    for (let x = left; x < left + size; x += 2) { sum += data[y * width + x]; count++; }
  }
  return sum / count > 125 ? 1 : 0;
}

function readStamp({ width, data }) {
  const block = width / 32;
  if (block < 4) return null;
  let tick = 0;
  let label = 0;
  for (let i = 0; i < 32; i++) {
    tick = tick * 2 + bit(data, width, block, 0, i);
    label = label * 2 + bit(data, width, block, 1, i);
  }
  const counter = Math.floor(label / 65536);
  let sum = (counter & 255) + (counter >> 8) + ((label >>> 8) & 255);
  for (const shift of [0, 8, 16, 24]) sum += (tick >>> shift) & 255;
  return (sum & 255) === (label & 255) ? { tick, counter } : null;
}

function onFrame(cameraId, seen, frame) {
  const now = process.hrtime.bigint(); // CLOCK_MONOTONIC
  const stamp = readStamp(frame);
  if (!seen.has(cameraId)) {
    seen.add(cameraId);
    log({ event: 'first-frame', cameraId, width: frame.width, height: frame.height });
  }
  if (record === null) return;
  if (stamp === null) { lines.push(`${cameraId},${now},,\n`); return; }
  const age = (Number((now / 100000n) % BigInt(TICKS)) - stamp.tick + TICKS) % TICKS;
  lines.push(`${cameraId},${now},${(age / 10).toFixed(1)},${stamp.counter}\n`);
}

// ---- signalling
function close(id) {
  const connection = connections.get(id);
  if (!connection) return;
  connections.delete(id);
  if (connection.sink) connection.sink.stop();
  connection.peer.close();
}

async function answerTo(peer, offer) {
  await peer.setRemoteDescription(new RTCSessionDescription(offer));
  await peer.setLocalDescription(await peer.createAnswer());
  if (peer.iceGatheringState !== 'complete') {
    await new Promise((done) => {
      peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done();
      setTimeout(done, 2000);
    });
  }
  return { type: peer.localDescription.type, sdp: peer.localDescription.sdp };
}

const web = http.createServer((request, response) => {
  response.writeHead(404, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ message: `Cannot ${request.method} ${request.url}`, error: 'Not Found', statusCode: 404 }));
});
const io = new Server(web, { cors: { origin: '*' } });
const seen = new Set();

io.of('/stream').on('connection', (socket) => {
  log({ event: 'connected', id: socket.id });
  socket.emit('connected', { clientId: socket.id });
  socket.on('disconnect', () => {
    for (const [id, connection] of connections) if (connection.clientId === socket.id) close(id);
    log({ event: 'disconnected', id: socket.id });
  });
  socket.on('offer', async ({ cameraId, offer }) => {
    const id = `${socket.id}-${cameraId}`;
    try {
      close(id);
      const peer = new RTCPeerConnection({ iceServers: [] });
      const connection = { peer, clientId: socket.id, cameraId, createdAt: new Date() };
      connections.set(id, connection);
      peer.ontrack = ({ track }) => {
        if (track.kind !== 'video') return;
        connection.sink = new RTCVideoSink(track);
        connection.sink.onframe = ({ frame }) => onFrame(cameraId, seen, frame);
      };
      peer.onconnectionstatechange = () => log({ event: 'state', cameraId, state: peer.connectionState });
      socket.emit('answer', { cameraId, answer: await answerTo(peer, offer) });
    } catch (error) {
      log({ event: 'error', cameraId, message: String(error) });
      socket.emit('error', { cameraId, message: 'Failed to process offer' });
    }
  });
  socket.on('ice-candidate', async ({ cameraId, candidate }) => {
    const connection = connections.get(`${socket.id}-${cameraId}`);
    if (connection) await connection.peer.addIceCandidate(candidate).catch(() => {});
  });
  socket.on('disconnect-camera', ({ cameraId }) => close(`${socket.id}-${cameraId}`));
  socket.on('stats', () => socket.emit('stats', {
    total: connections.size,
    connections: [...connections].map(([connectionId, { cameraId, peer, createdAt }]) =>
      ({ connectionId, cameraId, state: peer.connectionState, createdAt })),
  }));
});

web.listen(PORT, HOST, () => log({ event: 'listening', port: PORT }));
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
