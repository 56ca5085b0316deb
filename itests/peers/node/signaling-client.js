// The real Socket.IO client goes through every event of the wire, good and bad.
// usage: node signaling-client.js <url> websocket|polling|upgrade
import assert from 'node:assert/strict';
import { Member, within } from './member.js';

const [url, mode] = process.argv.slice(2);
const options = {
  websocket: { transports: ['websocket'] },
  polling: { transports: ['polling'] },
  upgrade: { transports: ['polling', 'websocket'] },
}[mode];
assert.ok(options, `mode ${mode}`);

const sdp = (text) => ({ type: 'offer', sdp: text });

/** Of one namespace, by the transports of this run; the server echoes what it is offered. */
class Client extends Member {
  constructor(namespace = '/stream') {
    super(url + namespace, options);
  }

  /** Offers a camera, and hears the answer and one candidate. */
  async offer(cameraId, text) {
    this.emit('offer', { cameraId, offer: sdp(text) });
    assert.deepEqual(await this.next('answer'), { cameraId, answer: { type: 'answer', sdp: `answer to ${text}` } });
    assert.deepEqual(await this.next('ice-candidate'),
      { cameraId, candidate: { candidate: 'candidate:1 of the server', sdpMid: '0', sdpMLineIndex: 0 } });
  }
}

async function handshake() {
  const response = await fetch(`${url}/socket.io/?EIO=4&transport=polling`, { headers: { Origin: 'http://elsewhere' } });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  const text = await response.text();
  assert.equal(text[0], '0');
  const { sid, ...rest } = JSON.parse(text.slice(1));
  assert.ok(sid.length >= 8);
  assert.deepEqual(rest, { upgrades: ['websocket'], pingInterval: 25000, pingTimeout: 20000, maxPayload: 1000000 });
  await fetch(`${url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, { method: 'POST', body: '1' });
  for (const [query, code] of [['EIO=3&transport=polling', 5], ['EIO=4&transport=flash', 0], ['EIO=4', 0],
    ['EIO=4&transport=polling&sid=nobody', 1], ['EIO=4&transport=polling&j=0', 3], ['=&=', 3], ['EIO=4&EIO=4', 3], ['', 5]]) {
    const refused = await fetch(`${url}/socket.io/?${query}`);
    assert.equal(refused.status, 400, query);
    assert.equal((await refused.json()).code, code, query);
  }
}

async function goodEvents(member) {
  assert.deepEqual(await member.stats(), { total: 0, connections: [] });
  await member.offer('left', 'v=0 left');
  const { total, connections: [left] } = await member.stats();
  assert.equal(total, 1);
  const { createdAt, ...known } = left;
  assert.deepEqual(known,
    { connectionId: `${member.socket.id}-left`, cameraId: 'left', state: 'connected' });
  assert.equal(new Date(createdAt).toISOString(), createdAt);

  const candidate = { candidate: 'candidate:7 of the client', sdpMid: '0', sdpMLineIndex: 0 };
  member.emit('ice-candidate', { cameraId: 'left', candidate });
  assert.deepEqual(await member.next('ice-candidate'), { cameraId: 'left', candidate });
  member.emit('ice-candidate', { cameraId: 'left', candidate: { candidate: 'candidate:8' } });
  assert.deepEqual(await member.next('ice-candidate'),
    { cameraId: 'left', candidate: { candidate: 'candidate:8', sdpMid: null, sdpMLineIndex: null } });
  member.emit('ice-candidate', { cameraId: 'left', candidate: null });
  assert.equal((await member.next('ice-candidate')).candidate.candidate, '');

  // For a camera that nobody offered: silence.
  member.emit('ice-candidate', { cameraId: 'nobody', candidate });
  member.emit('disconnect-camera', { cameraId: 'nobody' });
  member.emit('no-such-event', { cameraId: 'left' });
  await member.offer('right', 'v=0 right');
  await member.offer('left', 'v=0 left again');
  assert.equal((await member.stats()).total, 2);

  member.emit('disconnect-camera', { cameraId: 'right' });
  const after = await member.stats();
  assert.deepEqual(after.connections.map((each) => each.cameraId), ['left']);
}

function nest(levels, inner) {
  let value = inner;
  for (let i = 0; i < levels; i++) value = i % 2 ? [value] : { offer: value };
  return value;
}

async function badEvents(member) {
  const exception = { status: 'error', message: 'Internal server error' };
  const malformed = [
    ['offer', null], ['offer'], ['offer', 'text'], ['offer', 5], ['offer', true], ['offer', []], ['offer', {}],
    ['offer', { cameraId: 5, offer: sdp('x') }], ['offer', { cameraId: null, offer: sdp('x') }],
    ['offer', { cameraId: '', offer: sdp('x') }], ['offer', { cameraId: 'x'.repeat(65), offer: sdp('x') }],
    ['offer', { cameraId: 'x'.repeat(900_000), offer: sdp('x') }],
    ['offer', { cameraId: 'left\n12:00:00 ERROR forged', offer: sdp('x') }],
    ['offer', { cameraId: '\u202eleft', offer: sdp('x') }],
    ['offer', nest(400, 'junk')], ['offer', { cameraId: nest(400, 'junk') }],
    ['ice-candidate', null], ['ice-candidate'], ['ice-candidate', { cameraId: 'left' }],
    ['ice-candidate', { cameraId: 'left', candidate: 'text' }],
    ['ice-candidate', { cameraId: 'left', candidate: { candidate: 5 } }],
    ['ice-candidate', { cameraId: 'left', candidate: { candidate: 'c', sdpMid: {} } }],
    ['ice-candidate', { cameraId: 'left', candidate: { candidate: 'c', sdpMLineIndex: -1 } }],
    ['ice-candidate', { cameraId: 'left', candidate: { candidate: 'c', sdpMLineIndex: 1.5 } }],
    ['ice-candidate', { cameraId: 'left', candidate: { candidate: 'c'.repeat(100_000) } }],
    ['disconnect-camera', null], ['disconnect-camera', {}], ['disconnect-camera', { cameraId: ['left'] }],
  ];
  for (const args of malformed) {
    member.emit(...args);
    assert.deepEqual(await member.next('exception'), exception, JSON.stringify(args).slice(0, 200));
  }
  const refused = [
    { cameraId: 'left' }, { cameraId: 'left', offer: null }, { cameraId: 'left', offer: 'v=0' },
    { cameraId: 'left', offer: { type: 'answer', sdp: 'v=0' } }, { cameraId: 'left', offer: { type: 'offer' } },
    { cameraId: 'left', offer: { type: 'offer', sdp: 5 } }, { cameraId: 'left', offer: { type: 'offer', sdp: ' ' } },
  ];
  for (const payload of refused) {
    member.emit('offer', payload);
    assert.deepEqual(await member.next('error'), { cameraId: 'left', message: 'Failed to process offer' });
  }
  // What the receiver refuses.
  member.emit('offer', { cameraId: 'bad', offer: sdp('refuse') });
  assert.deepEqual(await member.next('error'), { cameraId: 'bad', message: 'Failed to process offer' });
  member.emit('offer', { cameraId: 'bad', offer: sdp('throw') });
  assert.equal((await member.next('error')).cameraId, 'bad');

  // Names that the server uses for itself.
  member.socket.io.engine.send('2/stream,["disconnect","spoofed"]');
  member.socket.io.engine.send('2/stream,["error","spoofed\\nline"]');

  const { total } = await member.stats();
  assert.equal(total, 1, 'the camera that was there is there still');
}

async function tooMany(member) {
  for (let i = 0; i < 15; i++) await member.offer(`more-${i}`, 'v=0');
  member.emit('offer', { cameraId: 'one too many', offer: sdp('v=0') });
  assert.deepEqual(await member.next('error'), { cameraId: 'one too many', message: 'Failed to process offer' });
  assert.equal((await member.stats()).total, 16);
  for (let i = 0; i < 15; i++) member.emit('disconnect-camera', { cameraId: `more-${i}` });
  assert.equal((await member.stats()).total, 1);
}

/** What nobody can answer closes the connection that it came by. */
async function shownOut() {
  const ways = {
    tooLong: (m) => m.emit('offer', { cameraId: 'x'.repeat(1_100_000), offer: sdp('x') }),
    tooDeep: (m) => m.socket.io.engine.send(`2/stream,["offer",${'['.repeat(100_000)}`),
    noJson: (m) => m.socket.io.engine.send('2/stream,["offer",{'),
    noType: (m) => m.socket.io.engine.send('hello'),
    noEngine: async (m) => {
      const { engine } = m.socket.io;
      if (engine.transport.ws) {
        engine.transport.ws.send('hello');
        return;
      }
      const post = `${url}/socket.io/?EIO=4&transport=polling&sid=${engine.id}`;
      assert.equal((await fetch(post, { method: 'POST', body: 'hello' })).status, 400);
    },
    attachments: (m) => m.emit('offer', { cameraId: 'left', offer: new Uint8Array(1000) }),
    twice: (m) => m.socket.io.engine.send('0/stream,'),
    flood: (m) => { for (let i = 0; i < 1500; i++) m.emit('offer', null); },
  };
  for (const [name, way] of Object.entries(ways)) {
    const member = await new Client().join();
    const gone = within(name, new Promise((resolve) => member.socket.on('disconnect', resolve)));
    way(member);
    const why = await gone;
    assert.ok(['transport close', 'transport error', 'io server disconnect'].includes(why), `${name}: ${why}`);
    member.socket.disconnect();
  }
}

async function namespaces() {
  const root = new Client('/');
  await root.next('connect');
  root.emit('offer', { cameraId: 'left', offer: sdp('x') });
  root.socket.disconnect();
  await root.next('disconnect');
  const nowhere = new Client('/nowhere');
  assert.equal((await nowhere.next('connect_error')).message, 'Invalid namespace');
  nowhere.socket.disconnect();
}

/** Who offers late has meanwhile been told of the namespace `/`, of which it knows nothing. */
async function lateOffer() {
  const member = new Client();
  const { io: manager } = member.socket;
  const told = within('the namespace /', new Promise((resolve) => {
    manager.on('packet', ({ type, nsp }) => { if (type === 0 && nsp === '/') resolve(); });
  }));
  await member.join();
  await told;
  await member.offer('late', 'v=0 late');
  assert.deepEqual((await member.stats()).connections.map((each) => each.cameraId).filter((id) => id === 'late'), ['late']);
  // It may still join that by itself.
  const root = manager.socket('/');
  await within('joins / by itself', new Promise((resolve) => { root.once('connect', resolve); }));
  await member.offer('late', 'v=0 later');
  member.emit('offer', { cameraId: 'late', offer: sdp('refuse') });
  assert.deepEqual(await member.next('error'), { cameraId: 'late', message: 'Failed to process offer' });
  assert.ok(root.connected && member.socket.connected);
  assert.deepEqual(member.heard, []);
  root.disconnect();
  member.socket.disconnect();
}

await handshake();
await lateOffer();
const member = await new Client().join();
if (mode === 'upgrade' && member.socket.io.engine.transport.name !== 'websocket') {
  await within('upgrade', new Promise((resolve) => member.socket.io.engine.once('upgrade', resolve)));
}
assert.equal(member.socket.io.engine.transport.name, mode === 'polling' ? 'polling' : 'websocket');
await goodEvents(member);
await badEvents(member);
await tooMany(member);
await shownOut();
await namespaces();
assert.equal((await member.stats()).total, 1);
assert.ok(member.socket.connected);
assert.deepEqual(member.heard, []);
member.socket.disconnect();
console.log(`${mode}: every event of the wire`);
