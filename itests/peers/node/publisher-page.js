// A WHIP client in a page: the fake camera, one peer connection, candidates one by one after the offer.
globalThis.publisher = (() => {
  const { tell } = globalThis;
  let connection;
  let session;
  let headers;
  const early = [];

  const credentials = (sdp) => sdp.split('\r\n').filter((line) => /^a=ice-(ufrag|pwd):/.test(line)).slice(0, 2);

  async function patch(candidate) {
    const media = connection.localDescription.sdp.split('\r\n').find((line) => line.startsWith('m='));
    const body = [...credentials(connection.localDescription.sdp), media, `a=mid:${candidate.sdpMid}`,
      candidate.candidate ? `a=${candidate.candidate}` : 'a=end-of-candidates', ''].join('\r\n');
    const response = await fetch(session.url, { method: 'PATCH', body,
      headers: { ...headers, 'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': session.etag } });
    tell('patched', { status: response.status, candidate: candidate.candidate });
  }

  async function start(url, codec, token, audio) {
    headers = token ? { Authorization: `Bearer ${token}` } : {};
    const options = await fetch(url, { method: 'OPTIONS', headers });
    tell('preflight', { status: options.status, acceptPost: options.headers.get('Accept-Post') });
    const stream = await navigator.mediaDevices.getUserMedia({ audio,
      video: { width: 640, height: 480, frameRate: 30 } });
    connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    connection.onicecandidate = ({ candidate }) => {
      if (candidate && session) patch(candidate);
      else if (candidate) early.push(candidate);
    };
    connection.onconnectionstatechange = () => tell('state', { state: connection.connectionState });
    // First, so that the whole bundle goes by the section of what is not wanted.
    for (const track of stream.getAudioTracks()) {
      connection.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
    }
    const [track] = stream.getVideoTracks();
    const transceiver = connection.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
    const wanted = RTCRtpSender.getCapabilities('video').codecs
      .filter(({ mimeType }) => [`video/${codec}`, 'video/rtx'].includes(mimeType));
    transceiver.setCodecPreferences(wanted);
    const offer = await connection.createOffer();
    await connection.setLocalDescription(offer);
    const response = await fetch(url, { method: 'POST', body: offer.sdp,
      headers: { ...headers, 'Content-Type': 'application/sdp' } });
    const answer = await response.text();
    tell('published', { status: response.status, location: response.headers.get('Location'),
      etag: response.headers.get('ETag'), link: response.headers.get('Link'),
      candidates: offer.sdp.split('\r\n').filter((line) => line.startsWith('a=candidate:')).length });
    if (response.status !== 201) return;
    session = { url: new URL(response.headers.get('Location'), url), etag: response.headers.get('ETag') };
    await connection.setRemoteDescription({ type: 'answer', sdp: answer });
    tell('directions', { now: connection.getTransceivers().map(({ currentDirection }) => currentDirection) });
    for (const candidate of early) await patch(candidate);
  }

  async function tellStats() {
    const report = [...(await connection?.getStats() ?? new Map()).values()];
    const sent = report.find(({ type, kind }) => type === 'outbound-rtp' && kind === 'video');
    if (sent) {
      tell('stats', { framesEncoded: sent.framesEncoded, pliCount: sent.pliCount,
        mimeType: report.find(({ id }) => id === sent.codecId)?.mimeType });
    }
  }

  async function stop() {
    if (!session) return;
    const response = await fetch(session.url, { method: 'DELETE', headers });
    tell('deleted', { status: response.status });
    connection.close();
  }

  return { start, tellStats, stop };
})();
