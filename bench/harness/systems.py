"""The systems that are measured: each starts a receiver and a sender of two cameras on this machine."""
import json
import os
import pathlib
import shlex
import socket
import subprocess
import urllib.error
import urllib.request

from .processes import Child, wait_until

BENCH = pathlib.Path(__file__).resolve().parent.parent
ROOT = BENCH.parent
REFERENCE = BENCH / "reference"
DEBIAN_PYTHON = "/usr/bin/python3"
START_SECONDS = 60
STREAMS = ("left", "right")
SCROLL = {"seed": 0, "motion": 4}


class Settings:
    """What all systems share in a run."""

    def __init__(self, pattern, pictures, directory, kbps, fps=30, width=640, height=480, nice=0, streams=STREAMS):
        self.pattern, self.pictures, self.directory = pattern, pathlib.Path(pictures), pathlib.Path(directory)
        self.streams = streams
        self.kbps, self.fps, self.width, self.height, self.nice = kbps, fps, width, height, nice
        self.scroll = SCROLL[pattern]
        self.record = self.directory / "record.csv"

    def child(self, name, argv, environment, directory=None):
        return Child(name, [str(arg) for arg in argv], {k: str(v) for k, v in environment.items()},
                     directory or self.directory, self.directory / f"{name}.log", self.nice)


def free_port():
    """A TCP port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def http_answers(url):
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


class System:
    """Started once. `children` holds what has been started so far, also when start() fails."""

    name = None
    attempts = 1  # how often it may be started until both cameras are there

    def __init__(self, settings):
        self.settings = settings
        self.children = []
        self.receiver = self.sender = None

    def start(self):
        raise NotImplementedError

    def stop(self):
        return {child.name: round(child.stop(), 2) for child in reversed(self.children)}

    def remarks(self):
        """More to say of a run that has ended, for its JSON line."""
        return {}

    def _receiver(self, *args, **more):
        self.receiver = self.settings.child("receiver", *args, **more)
        self.children.append(self.receiver)

    def _sender(self, *args, **more):
        self.sender = self.settings.child("sender", *args, **more)
        self.children.append(self.sender)


class Flathead(System):
    """The server and the pi runtime, each as it is shipped, with the configuration of `config/` but for the pictures."""

    name = "flathead"

    def __init__(self, settings, encoder=None):
        super().__init__(settings)
        self.encoder = encoder
        self.url = None

    def start(self):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        config = self._config()
        self._receiver(*self._runtime("server", config, PORT=port))
        wait_until(lambda: http_answers(self.url + "/"), START_SECONDS, "the server's status page", self.receiver)
        self._sender(*self._runtime("pi", config, **self._way()))

    def _way(self):
        """Environment of the sender, which says where the receiver is."""
        return {"SERVER_URL": self.url}

    def _runtime(self, name, config, **environment):
        """argv and environment of a runtime, as `./flathead command` tells."""
        places = {"FLATHEAD_CONFIG": str(config), "FLATHEAD_HOME": str(self.settings.directory)}
        command = subprocess.run([str(ROOT / "flathead"), "command", name], check=True, capture_output=True, text=True,
                                 env={**os.environ, **places})
        return shlex.split(command.stdout), {"CONSOLE_PORT": free_port(), **places, **environment}

    def _config(self):
        """A copy of the project's config directory, set for this run."""
        directory = self.settings.directory / "config"
        directory.mkdir()
        for file in (ROOT / "config").iterdir():
            (directory / file.name).write_bytes(file.read_bytes())
        edit(directory / "server.json", self._server_settings())
        edit(directory / "pi.json", self._pi_settings())
        return directory

    def _server_settings(self):
        return {"flathead.meter": {"record": str(self.settings.record)}}

    def _pi_settings(self):
        """The cameras. There are two pictures, which further cameras share."""
        settings, cameras = self.settings, {}
        for number, stream in enumerate(settings.streams):
            cameras[f"flathead.camera~{stream}"] = {
                "device": str(number % 2), "source.target": "(flathead.source=mock)", "width": settings.width,
                "height": settings.height, "fps": settings.fps, "bitrate": settings.kbps * 1000,
                "keyframe.interval": 3000, "pattern": "image",
                "image": str(settings.pictures / f"{number % 2}.i420"), "scroll": str(settings.scroll)}
            if self.encoder:
                cameras[f"flathead.camera~{stream}"]["encoder.target"] = f"(flathead.encoder={self.encoder})"
        return cameras


def edit(file, changes):
    """Sets properties of PIDs in a file of the Felix Configurator, whatever type the property was written with."""
    config = json.loads(file.read_text(encoding="utf-8"))
    for pid, properties in changes.items():
        kept = {key: value for key, value in config.get(pid, {}).items() if key.split(":")[0] not in properties}
        for name, value in properties.items():
            kept[name if isinstance(value, (str, bool)) else f"{name}:Integer"] = value
        config[pid] = kept
    file.write_text(json.dumps(config, indent=2), encoding="utf-8")


class StandIn(System):
    """aiortc to wrtc, what Flathead replaces."""

    name = "stand-in"

    def __init__(self, settings, fixed_bitrate=True):
        super().__init__(settings)
        self.fixed_bitrate = fixed_bitrate

    def start(self):
        settings, port = self.settings, free_port()
        server = REFERENCE / "aiortc" / "server"
        self._receiver(["node", server / "server.js"], {"PORT": port, "RECORD": settings.record})
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: http_answers(url), START_SECONDS, "the stand-in's server", self.receiver)
        environment = {"SERVER_URL": url, "CAMS": len(STREAMS), "PATTERN": settings.pattern, "FPS": settings.fps,
                       "WIDTH": settings.width, "HEIGHT": settings.height}
        if self.fixed_bitrate:
            environment["KBPS"] = settings.kbps
        self._sender([DEBIAN_PYTHON, REFERENCE / "aiortc" / "client.py"], environment)


class Anchor(System):
    """GStreamer's webrtcbin on both sides. In about one start of six here, one of its two cameras does not connect."""

    attempts = 4

    def __init__(self, settings, codec):
        super().__init__(settings)
        self.codec = codec
        self.name = f"gstreamer-{codec}"

    def start(self):
        settings = self.settings
        script = REFERENCE / "gstreamer" / "anchor.py"
        environment = {"PORT": free_port(), "CAMS": len(STREAMS), "FPS": settings.fps, "WIDTH": settings.width,
                       "HEIGHT": settings.height, "PICTURE": settings.pictures, "SCROLL": settings.scroll,
                       "CODEC": self.codec, "KBPS": settings.kbps, "RECORD": settings.record}
        self._receiver([DEBIAN_PYTHON, script, "receive"], environment)
        wait_until(lambda: '"listening"' in self.receiver.output(), START_SECONDS, "the anchor's receiver",
                   self.receiver)
        self._sender([DEBIAN_PYTHON, script, "send"], environment)


def create(name, settings, options):
    """A system by its name on the command line."""
    makers = {
        "flathead": lambda: Flathead(settings, options.encoder),
        "stand-in": lambda: StandIn(settings, not options.default_bitrate),
        "gstreamer-openh264": lambda: Anchor(settings, "openh264"),
        "gstreamer-x264": lambda: Anchor(settings, "x264"),
        "gstreamer-vp8": lambda: Anchor(settings, "vp8"),
    }
    return makers[name]()


NAMES = ("flathead", "stand-in", "gstreamer-openh264", "gstreamer-x264", "gstreamer-vp8")
