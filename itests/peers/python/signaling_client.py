#!/usr/bin/python3
"""python-socketio as an old sender uses it, and as it is meant to be used; the server echoes what it is offered.

usage: signaling_client.py <url> old|prompt|busy|late
  old     listens in / and connects to /stream alone, as the sender that Flathead's server replaces
  prompt  listens where it connects, and offers at once
  busy    the same, after its handler of connect has had much to do
  late    offers when it has been told of / as well
"""
import asyncio
import sys
import time

import socketio

STREAM = "/stream"
DEADLINE = 10
heard = []
changed = asyncio.Event()


def hear(what):
    heard.append(what)
    changed.set()


async def until(what):
    """Waits until what() holds."""
    end = time.monotonic() + DEADLINE
    while not what():
        changed.clear()
        await asyncio.wait_for(changed.wait(), end - time.monotonic())


async def events(count):
    """The next events, in order."""
    await until(lambda: len(heard) >= count)
    taken = heard[:count]
    del heard[:count]
    return taken


def answer(camera):
    return ("answer", {"cameraId": camera, "answer": {"type": "answer", "sdp": f"answer to v=0 {camera}"}})


async def offer(client, camera, sdp, namespace):
    await client.emit("offer", {"cameraId": camera, "offer": {"type": "offer", "sdp": sdp}}, namespace=namespace)


def listen(client, namespace):
    client.on("connect", lambda: hear("connect"), namespace=namespace)
    for event in ("connected", "answer", "error"):
        client.on(event, lambda data, event=event: hear((event, data)), namespace=namespace)


async def old(client, url):
    listen(client, "/")
    await client.connect(url, namespaces=[STREAM])
    assert set(client.namespaces) == {STREAM}, client.namespaces
    assert await events(2) == ["connect", ("connected", {"clientId": client.namespaces[STREAM]})]
    for namespace in ("/", STREAM):
        await offer(client, "left", "v=0 left", namespace)
        assert await events(1) == [answer("left")]
    await offer(client, "left", "refuse", "/")
    assert await events(1) == [("error", {"cameraId": "left", "message": "Failed to process offer"})]


async def correct(client, url, mode):
    listen(client, STREAM)
    if mode == "busy":
        @client.event(namespace=STREAM)
        async def connect():
            await asyncio.sleep(0.8)
            hear("connect")
    await client.connect(url, namespaces=[STREAM])
    assert sorted(await events(2), key=len) == [("connected", {"clientId": client.namespaces[STREAM]}), "connect"]
    while mode == "late" and "/" not in client.namespaces:
        await asyncio.sleep(0.01)
    for camera in ("left", "right"):
        await offer(client, camera, f"v=0 {camera}", STREAM)
        assert await events(1) == [answer(camera)]
    # Longer than the server waits for an offer.
    await asyncio.sleep(1.5)
    assert set(client.namespaces) == ({STREAM, "/"} if mode == "late" else {STREAM}), client.namespaces


async def main(url, mode):
    client = socketio.AsyncClient(reconnection=False)
    await (old(client, url) if mode == "old" else correct(client, url, mode))
    assert heard == [], heard
    await client.disconnect()
    print(f"{mode}: all was heard")


asyncio.run(main(*sys.argv[1:]))
