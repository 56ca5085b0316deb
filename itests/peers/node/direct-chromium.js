// A headless Chromium sends its fake camera as H.264 to whoever answers; who started it carries the descriptions.
// usage: CHROMIUM=<path> node direct-chromium.js [restless]
// With restless it sends pictures of which none can be told by the one before, so that they need many bits.
//
// Standard output carries JSON, a line each:
//   {"event":"ready"}
//   {"event":"offer","sdp":…}                      with all candidates
//   {"event":"state","state":…}                    of the peer connection
//   {"event":"sent","pictures":…,"nacked":…,"keyframeRequests":…,"width":…,"height":…,"target":…}   twice a second;
//                                                the target is the bits a second that the encoder is told to make
// Standard input has {"sdp":…}, the answer, and then any number of {"scale":…}: by how much pictures are made smaller,
// as Chromium does by itself where it cannot keep up. It ends, and Chromium with it, when standard input does.
import { createInterface } from 'node:readline';
import { openCameraPage, say } from './chromium.js';

// A page that may use the camera shows its addresses, not names by mDNS.
const { browser, page } = await openCameraPage('sender');
say('ready');

await page.evaluate(async (restless) => {
  const { tell } = globalThis;
  function tiles() {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
    const context = canvas.getContext('2d');
    setInterval(() => {
      for (let y = 0; y < canvas.height; y += 16) {
        for (let x = 0; x < canvas.width; x += 16) {
          context.fillStyle = `hsl(0 0% ${100 * Math.random()}%)`;
          context.fillRect(x, y, 16, 16);
        }
      }
    }, 1000 / 30);
    return canvas.captureStream(30);
  }
  const stream = restless ? tiles()
    : await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480, frameRate: 30 } });
  const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  connection.onconnectionstatechange = () => tell('state', { state: connection.connectionState });
  const transceiver = connection.addTransceiver(stream.getVideoTracks()[0], { direction: 'sendonly',
    streams: [stream], sendEncodings: [{ maxBitrate: 1_500_000 }] });
  // With red and ulpfec, as everything else that belongs to H.264 in a default offer.
  transceiver.setCodecPreferences(RTCRtpSender.getCapabilities('video').codecs
    .filter(({ mimeType }) => !/VP8|VP9|AV1|H265/.test(mimeType)));
  connection.onicegatheringstatechange = () => {
    if (connection.iceGatheringState === 'complete') tell('offer', { sdp: connection.localDescription.sdp });
  };
  globalThis.connection = connection;
  await connection.setLocalDescription(await connection.createOffer());
}, process.argv.includes('restless'));

let ending = false;
const ticker = setInterval(async () => {
  try {
    await page.evaluate(async () => {
      for (const sent of (await globalThis.connection.getStats()).values()) {
        if (sent.type !== 'outbound-rtp' || sent.kind !== 'video') continue;
        globalThis.tell('sent', { pictures: sent.framesSent, nacked: sent.nackCount,
          keyframeRequests: sent.pliCount + sent.firCount, width: sent.frameWidth, height: sent.frameHeight,
          target: sent.targetBitrate ?? 0 });
      }
    });
  } catch (error) {
    if (!ending) throw error;
  }
}, 500);

const input = createInterface({ input: process.stdin });
input.on('line', (line) => page.evaluate(async ({ sdp, scale }) => {
  const { connection } = globalThis;
  if (sdp) {
    await connection.setRemoteDescription({ type: 'answer', sdp });
    return;
  }
  const [sender] = connection.getSenders();
  const parameters = sender.getParameters();
  parameters.encodings[0].scaleResolutionDownBy = scale;
  await sender.setParameters(parameters);
}, JSON.parse(line)));
input.once('close', async () => {
  ending = true;
  clearInterval(ticker);
  await browser.close();
  process.exit(0);
});
