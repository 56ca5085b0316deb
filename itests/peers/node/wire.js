// The payloads of the wire, key by key, at a server that really streams.
// usage: node wire.js <url>
import assert from 'node:assert/strict';
import { Camera, wrtc } from './camera.js';
import { Member, until, within } from './member.js';

const [url] = process.argv.slice(2);
const CONNECTED = 30_000;
/** The interval and the timeout of the handshake. */
const PING_TIMEOUT = 25_000 + 20_000;
const REFUSED = { cameraId: 'bad', message: 'Failed to process offer' };
const EXCEPTION = { status: 'error', message: 'Internal server error' };

function tell(event, more = {}) {
  console.log(JSON.stringify({ event, ...more }));
}

const camera = new Camera(0, 320, 240);

const client = () => new Member(`${url}/stream`, { aside: ['ice-candidate'] }).join();

/** What the status tells of this client's streams. */
async function streams({ socket: { id } }) {
  const { streams: all } = await (await fetch(url)).json();
  return all.filter((each) => each.client === id);
}

function withoutCandidates(sdp) {
  return sdp.split('\r\n').filter((line) => !/^a=(candidate|end-of-candidates)/.test(line)).join('\r\n');
}

/**
 * Offers a camera, and hears the answer.
 *
 * @param trickled told to the server by events, and the server's own kept from us: so these are the only way
 */
async function offer(member, cameraId, trickled = false) {
  const peer = new wrtc.RTCPeerConnection({ iceServers: [] });
  peer.addTrack(camera.source.createTrack());
  const candidates = [];
  peer.onicecandidate = ({ candidate }) => { if (candidate) candidates.push(candidate.toJSON()); };
  await peer.setLocalDescription(await peer.createOffer());
  await until('gathered', () => peer.iceGatheringState === 'complete');
  const { type, sdp } = peer.localDescription;
  member.emit('offer', { cameraId, offer: { type, sdp: trickled ? withoutCandidates(sdp) : sdp } });
  const reply = await member.next('answer');
  assert.deepEqual(Object.keys(reply).sort(), ['answer', 'cameraId']);
  assert.equal(reply.cameraId, cameraId);
  assert.deepEqual(Object.keys(reply.answer).sort(), ['sdp', 'type']);
  assert.equal(reply.answer.type, 'answer');
  assert.match(reply.answer.sdp, /^v=0\r\n/);
  assert.match(reply.answer.sdp, /\r\na=candidate:/, 'complete');
  const answer = trickled ? withoutCandidates(reply.answer.sdp) : reply.answer.sdp;
  await peer.setRemoteDescription({ type: 'answer', sdp: answer });
  return { peer, candidates };
}

function state(peer, wanted) {
  return until(`${wanted} and not ${peer.connectionState}`, () => peer.connectionState === wanted, CONNECTED);
}

/** Waits until the server has these cameras of this client connected, and answers its `stats` of them, checked. */
function connected(member, ...cameraIds) {
  return until(`${cameraIds} connected`, async () => {
    const reply = await member.stats();
    assert.deepEqual(Object.keys(reply).sort(), ['connections', 'total']);
    assert.equal(reply.total, reply.connections.length);
    for (const each of reply.connections) {
      assert.deepEqual(Object.keys(each).sort(), ['cameraId', 'connectionId', 'createdAt', 'state']);
      assert.ok(['new', 'connecting', 'connected', 'disconnected', 'failed', 'closed'].includes(each.state), each.state);
      assert.equal(new Date(each.createdAt).toISOString(), each.createdAt);
      assert.ok(Math.abs(Date.now() - Date.parse(each.createdAt)) < 300_000, each.createdAt);
    }
    const own = reply.connections.filter(({ connectionId }) => connectionId.startsWith(member.socket.id));
    assert.ok(own.every((each) => each.connectionId === `${member.socket.id}-${each.cameraId}`));
    return own.map((each) => each.cameraId).sort().join() === cameraIds.join()
      && own.every((each) => each.state === 'connected') && own;
  }, CONNECTED);
}

/** Waits until pictures of exactly these cameras of this client are in the status. */
function streaming(member, ...cameraIds) {
  return until(`${cameraIds} stream`, async () => {
    const own = await streams(member);
    return own.map((each) => each.cameraId).sort().join() === cameraIds.join()
      && own.every((each) => each.state === 'streaming') && own;
  }, CONNECTED);
}

const steps = {
  async status() {
    const response = await fetch(`${url}/`);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type'), /^application\/json/);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.deepEqual((await response.json()).streams, []);
  },

  async nobody() {
    const member = await client();
    assert.deepEqual(await member.stats(), { total: 0, connections: [] });
    member.socket.disconnect();
  },

  async cameras() {
    const member = await client();
    const other = await client();
    const left = await offer(member, 'left');
    const right = await offer(member, 'right');
    await connected(member, 'left', 'right');
    await streaming(member, 'left', 'right');
    assert.equal((await other.stats()).total, 2, 'of all clients');

    member.emit('disconnect-camera', { cameraId: 'nobody' });
    member.emit('disconnect-camera', { cameraId: 'right' });
    assert.deepEqual((await member.stats()).connections.map((each) => each.cameraId), ['left']);
    await streaming(member, 'left');
    await until('the right camera is closed', () => right.peer.connectionState !== 'connected', CONNECTED);
    assert.deepEqual(member.heard, []);
    assert.equal(left.peer.connectionState, 'connected');
    left.peer.close();
    right.peer.close();
    member.socket.disconnect();
    await until('nothing is left', async () => (await other.stats()).total === 0);
    other.socket.disconnect();
  },

  async trickled() {
    const member = await client();
    const { peer, candidates } = await offer(member, 'left', true);
    // Of a camera that nobody offered: nothing happens.
    for (const candidate of candidates) member.emit('ice-candidate', { cameraId: 'nobody', candidate });
    assert.equal((await member.stats()).total, 1);
    assert.notEqual(peer.connectionState, 'connected', 'there is no way yet');
    for (const candidate of candidates) member.emit('ice-candidate', { cameraId: 'left', candidate });
    await state(peer, 'connected');
    await connected(member, 'left');
    await streaming(member, 'left');
    for (const told of member.aside['ice-candidate']) {
      assert.deepEqual(Object.keys(told).sort(), ['cameraId', 'candidate']);
      assert.deepEqual(Object.keys(told.candidate).sort(), ['candidate', 'sdpMLineIndex', 'sdpMid']);
    }
    assert.deepEqual(member.heard, []);
    peer.close();
    member.socket.disconnect();
  },

  async offeredAgain() {
    const member = await client();
    const first = await offer(member, 'left');
    const [before] = await connected(member, 'left');
    const [old] = await streaming(member, 'left');
    const second = await offer(member, 'left');
    await state(second.peer, 'connected');
    await until('the first is closed', () => first.peer.connectionState !== 'connected', CONNECTED);
    const [after] = await connected(member, 'left');
    assert.equal(after.connectionId, before.connectionId);
    assert.ok(Date.parse(after.createdAt) > Date.parse(before.createdAt));
    const [now] = await streaming(member, 'left');
    assert.equal(now.name, old.name);
    assert.ok(now.session > old.session, `${old.session} and then ${now.session}`);
    first.peer.close();
    second.peer.close();
    member.socket.disconnect();
  },

  async refused() {
    const member = await client();
    for (const bad of ['garbage', 'v=0\r\ns=-\r\n', '', 5, undefined]) {
      member.emit('offer', { cameraId: 'bad', offer: { type: 'offer', sdp: bad } });
      assert.deepEqual(await member.next('error'), REFUSED);
    }
    member.emit('offer', { cameraId: 'bad' });
    assert.deepEqual(await member.next('error'), REFUSED);
    for (const malformed of [['offer'], ['offer', null], ['offer', 'left'], ['offer', {}], ['ice-candidate', {}],
      ['ice-candidate', { cameraId: 'left', candidate: 5 }], ['disconnect-camera', 'left']]) {
      member.emit(...malformed);
      assert.deepEqual(await member.next('exception'), EXCEPTION, JSON.stringify(malformed));
    }
    assert.deepEqual(await member.stats(), { total: 0, connections: [] });
    member.socket.disconnect();
  },

  async goneWithoutGoodbye() {
    const watcher = await client();
    const member = await client();
    const { peer } = await offer(member, 'left');
    await streaming(member, 'left');
    const start = performance.now();
    // Not a word of WebSocket or Socket.IO.
    await until('the upgrade', () => member.socket.io.engine.transport.name === 'websocket');
    member.socket.io.engine.transport.ws._socket.destroy();
    await until('it is gone', async () => (await watcher.stats()).total === 0
      && (await streams(member)).length === 0, PING_TIMEOUT);
    tell('gone', { millis: Math.round(performance.now() - start) });
    await until('its peer connection is closed', () => peer.connectionState !== 'connected', CONNECTED);
    peer.close();
    watcher.socket.disconnect();
  },
};

process.stdin.on('end', () => process.exit(0)).resume();
tell('ready');
for (const [name, step] of Object.entries(steps)) {
  await within(name, step(), 3 * CONNECTED);
  tell('passed', { step: name });
}
camera.stop();
tell('done');
