#!/usr/bin/python3
"""aiortc sends the camera left as H.264 to whoever answers; who started it carries the descriptions.

usage: direct_aiortc.py [restless]               pictures that need many bits

Standard output carries JSON, a line each:
  {"event":"ready"}
  {"event":"offer","sdp":…}                      with all candidates
  {"event":"state",…}                            of the peer connection
  {"event":"sent","pictures":…,"nacked":…,"keyframeRequests":…,"target":…}   twice a second; what it was asked for by
                                                 RTCP, and the bits a second that its encoder aims at, 0 before it has one
Standard input has one line, {"sdp":…}: the answer. It ends when its standard input does.
"""
import asyncio
import json
import sys

import cameras
from aiortc import RTCRtpSender, RTCSessionDescription
from aiortc.rtp import RTCP_PSFB_PLI, RTCP_RTPFB_NACK, RtcpPsfbPacket, RtcpRtpfbPacket


class Asked:
    """Counts what comes by RTCP, and passes it on."""

    def __init__(self, sender):
        self.sender = sender
        self.nacked = self.keyframes = 0
        self.handle, sender._handle_rtcp_packet = sender._handle_rtcp_packet, self.count

    async def count(self, packet):
        if isinstance(packet, RtcpRtpfbPacket) and packet.fmt == RTCP_RTPFB_NACK:
            self.nacked += len(packet.lost)
        elif isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_PLI:
            self.keyframes += 1
        await self.handle(packet)

    def target(self):
        encoder = self.sender._RTCRtpSender__encoder
        return encoder.target_bitrate if encoder else 0


async def tell_forever(camera, asked):
    while True:
        await asyncio.sleep(0.5)
        cameras.tell("sent", pictures=camera.count, nacked=asked.nacked, keyframeRequests=asked.keyframes,
                     target=asked.target())


async def main():
    connection = cameras.peer("left", restless="restless" in sys.argv[1:])
    transceiver = connection.getTransceivers()[0]
    transceiver.setCodecPreferences([each for each in RTCRtpSender.getCapabilities("video").codecs
                                     if each.mimeType in ("video/H264", "video/rtx")])
    asked = Asked(transceiver.sender)
    cameras.tell("ready")
    await connection.setLocalDescription(await connection.createOffer())
    cameras.tell("offer", sdp=connection.localDescription.sdp)
    line = await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    await connection.setRemoteDescription(RTCSessionDescription(type="answer", sdp=json.loads(line)["sdp"]))
    telling = asyncio.ensure_future(tell_forever(transceiver.sender.track, asked))
    await cameras.until_told_to_end()
    telling.cancel()
    await connection.close()


asyncio.run(main())
