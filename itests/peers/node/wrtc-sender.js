// A sender of Node's socket.io-client and wrtc: two cameras, whose candidates are trickled.
// usage: node wrtc-sender.js <url>
import { io } from 'socket.io-client';
import { Camera, wrtc } from './camera.js';

const [url] = process.argv.slice(2);

function tell(event, more = {}) {
  console.log(JSON.stringify({ event, ...more }));
}

const socket = io(`${url}/stream`, { transports: ['polling', 'websocket'] });
const cameras = [];
const peers = new Map();
socket.on('connected', async (data) => {
  tell('connected', data);
  for (const [number, cameraId] of ['left', 'right'].entries()) {
    const camera = new Camera(number);
    cameras.push(camera);
    const peer = new wrtc.RTCPeerConnection({ iceServers: [] });
    peers.set(cameraId, peer);
    peer.addTrack(camera.source.createTrack());
    peer.onconnectionstatechange = () => tell('state', { camera: cameraId, state: peer.connectionState });
    peer.onicecandidate = ({ candidate }) => {
      if (candidate) socket.emit('ice-candidate', { cameraId, candidate: candidate.toJSON() });
    };
    const offer = await peer.createOffer();
    socket.emit('offer', { cameraId, offer: { type: offer.type, sdp: offer.sdp } });
    await peer.setLocalDescription(offer);
  }
});
socket.on('answer', ({ cameraId, answer }) => {
  tell('answer', { camera: cameraId, sdp: answer.sdp });
  peers.get(cameraId).setRemoteDescription(answer).catch((e) => tell('failed', { camera: cameraId, why: String(e) }));
});
socket.on('ice-candidate', ({ cameraId, candidate }) => {
  peers.get(cameraId).addIceCandidate(candidate).catch((e) => tell('failed', { camera: cameraId, why: String(e) }));
});
socket.on('error', (data) => tell('error', data));

tell('ready');
process.stdin.on('end', () => {
  for (const camera of cameras) camera.stop();
  for (const peer of peers.values()) peer.close();
  socket.disconnect();
  process.exit(0);
}).resume();
