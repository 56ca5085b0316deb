// Runs in Chromium: a peer connection and a video element for each key.
globalThis.receivers = (() => {
  const connections = new Map();

  /** What the test reads; counters are since the connection's begin, sizes in pixels. */
  const SHOWN = ['framesReceived', 'framesDecoded', 'keyFramesDecoded', 'framesDropped', 'framesPerSecond',
    'frameWidth', 'frameHeight', 'freezeCount', 'totalFreezesDuration', 'pliCount', 'firCount', 'nackCount',
    'packetsReceived', 'packetsLost', 'retransmittedPacketsReceived', 'decoderImplementation'];

  /**
   * Chromium measures the round trip only if the answer agrees to rrtr, and never agrees by itself. Without that it
   * takes it for 100 ms, and asks again that late for a packet whose repair was lost too.
   */
  function agreeing(offer, plain) {
    return plain.replace(/a=rtcp-fb:(\d+) nack\r\n/g, (nack, type) =>
      (offer.includes(`a=rtcp-fb:${type} rrtr\r\n`) ? `${nack}a=rtcp-fb:${type} rrtr\r\n` : nack));
  }

  async function answer(key, sdp) {
    const connection = new RTCPeerConnection();
    const video = document.createElement('video');
    video.autoplay = true;
    video.muted = true;
    document.body.append(video);
    connections.set(key, { connection, video });
    connection.ontrack = ({ track }) => { video.srcObject = new MediaStream([track]); };
    connection.onicecandidate = ({ candidate }) => { if (candidate) globalThis.tellCandidate(key, candidate.toJSON()); };
    connection.onconnectionstatechange = () => globalThis.tellState(key, connection.connectionState);
    await connection.setRemoteDescription({ type: 'offer', sdp });
    const { sdp: plain } = await connection.createAnswer();
    await connection.setLocalDescription({ type: 'answer', sdp: agreeing(sdp, plain) });
    const { type, sdp: text } = connection.localDescription;
    return { type, sdp: text };
  }

  async function candidate(key, what) {
    await connections.get(key)?.connection.addIceCandidate(what);
  }

  function close(key) {
    const { connection, video } = connections.get(key);
    connections.delete(key);
    connection.close();
    video.remove();
  }

  async function stats() {
    const all = [];
    for (const [key, { connection }] of connections) {
      const report = await connection.getStats();
      for (const inbound of report.values()) {
        if (inbound.type !== 'inbound-rtp' || inbound.kind !== 'video') continue;
        const pair = report.get(report.get(inbound.transportId)?.selectedCandidatePairId);
        const remote = report.get(pair?.remoteCandidateId);
        const shown = Object.fromEntries(SHOWN.filter((name) => name in inbound).map((name) => [name, inbound[name]]));
        all.push({ key, ...shown, mimeType: report.get(inbound.codecId)?.mimeType, remote: remote?.port });
      }
    }
    return all;
  }

  return { answer, candidate, close, stats };
})();
