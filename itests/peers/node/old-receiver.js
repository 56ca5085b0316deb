// A receiver that behaves as the one that Flathead replaces: Socket.IO and @roamhq/wrtc. Its answer is told before it has
// candidates, it tells none later either, and an offer that it cannot take gets `error`; or, with --reject, the answer that
// wrtc makes of it, in which the video is rejected.
// usage: node old-receiver.js <port> [--reject]
//
// Standard output carries JSON, a line each:
//   {"event":"ready"}                             from then on cameras may come
//   {"event":"offer","cameraId":…,"sdp":…}        as it came
//   {"event":"answer","cameraId":…,"sdp":…}       as it was told
//   {"event":"refused","cameraId":…,"why":…}      the offer got `error`
//   {"event":"state","cameraId":…,"state":…}      of the peer connection, as wrtc names it
//   {"event":"pictures","cameraId":…, …}          after every tenth picture that was decoded, see stamp.js
// It ends when standard input does.
import { createServer } from 'node:http';
import wrtc from '@roamhq/wrtc';
import { Server } from 'socket.io';
import { Seen } from './stamp.js';

const { RTCPeerConnection, nonstandard: { RTCVideoSink } } = wrtc;
const EACH = 10;
const [port, option] = process.argv.slice(2);
const rejects = option === '--reject';
if (!/^\d{1,5}$/.test(port ?? '') || (option && !rejects)) {
  throw new Error(`arguments ${process.argv.slice(2)} are not allowed; <port> [--reject] are`);
}

const say = (event, more) => console.log(JSON.stringify({ event, ...more }));
/** One peer connection for each camera of each client, as the key says. */
const sessions = new Map();

function close(key) {
  const session = sessions.get(key);
  if (!sessions.delete(key)) return;
  session.sink?.stop();
  session.connection.close();
}

function watch(session, cameraId, track) {
  const seen = new Seen();
  session.sink = new RTCVideoSink(track);
  session.sink.onframe = ({ frame }) => {
    seen.picture(frame);
    if (seen.pictures % EACH === 0) say('pictures', { cameraId, ...seen });
  };
}

async function offered(socket, { cameraId, offer }) {
  const key = `${socket.id}-${cameraId}`;
  say('offer', { cameraId, sdp: offer.sdp });
  close(key);
  const connection = new RTCPeerConnection({ iceServers: [] });
  const session = { connection };
  sessions.set(key, session);
  connection.ontrack = ({ track }) => watch(session, cameraId, track);
  connection.onconnectionstatechange = () => {
    say('state', { cameraId, state: connection.connectionState });
    if (['disconnected', 'failed'].includes(connection.connectionState)) close(key);
  };
  try {
    await connection.setRemoteDescription(offer);
    const { type, sdp } = await connection.createAnswer();
    if (/^m=video 0 /m.test(sdp) && !rejects) throw new Error('no codec in common');
    await connection.setLocalDescription({ type, sdp });
    say('answer', { cameraId, sdp });
    socket.emit('answer', { cameraId, answer: { type, sdp } });
  } catch (error) {
    close(key);
    say('refused', { cameraId, why: String(error) });
    socket.emit('error', { cameraId, message: 'Failed to process offer' });
  }
}

const http = createServer((request, response) => {
  response.writeHead(404, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ message: `Cannot ${request.method} ${request.url}`, error: 'Not Found', statusCode: 404 }));
});
const io = new Server(http, { cors: { origin: '*' } });
io.of('/stream').on('connection', (socket) => {
  socket.emit('connected', { clientId: socket.id });
  socket.on('offer', (payload) => offered(socket, payload));
  socket.on('disconnect-camera', ({ cameraId }) => close(`${socket.id}-${cameraId}`));
  socket.on('disconnect', () => {
    for (const key of sessions.keys()) if (key.startsWith(`${socket.id}-`)) close(key);
  });
});

process.stdin.resume().on('end', () => process.exit(0));
http.listen(Number(port), '127.0.0.1', () => say('ready'));
