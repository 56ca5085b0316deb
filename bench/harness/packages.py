"""What the benchmarks need of this machine: Debian packages, and the stand-in's npm packages."""
import os
import shlex
import shutil
import subprocess
import sys

from .systems import REFERENCE

PACKAGES = {
    "pictures": ["python3-numpy", "python3-av"],
    "stand-in": ["python3-aiortc", "python3-socketio", "python3-aiohttp"],
    "gstreamer": ["python3-gst-1.0", "gir1.2-gst-plugins-bad-1.0", "gir1.2-gst-plugins-base-1.0",
                  "gstreamer1.0-plugins-base", "gstreamer1.0-plugins-good", "gstreamer1.0-plugins-bad",
                  "gstreamer1.0-libav", "gstreamer1.0-nice"],
    "gstreamer-x264": ["gstreamer1.0-plugins-ugly"],
}


def say(text):
    print(text, file=sys.stderr, flush=True)


def install(wanted):
    """Debian packages and npm packages that the chosen systems need; says the line where it may not."""
    kinds = ["pictures"] + [kind for kind in PACKAGES if any(name.startswith(kind) for name in wanted)]
    needed = list(dict.fromkeys(package for kind in kinds for package in PACKAGES[kind]))
    if "stand-in" in wanted and not shutil.which("node"):
        needed += ["nodejs", "npm"]
    have = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Package}\n", *needed],
                          capture_output=True, text=True, check=False).stdout.splitlines()
    missing = [package for package in needed if f"ii  {package}" not in have]
    if missing:
        command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
        if os.geteuid() != 0:
            raise SystemExit(f"bench: these packages are missing; run\n  sudo {shlex.join(command)}")
        say(f"installing {' '.join(missing)}")
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL,
                 "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=True, **quiet)
        subprocess.run(command, check=True, **quiet)
    server = REFERENCE / "aiortc" / "server"
    if "stand-in" in wanted and not (server / "node_modules" / "@roamhq").is_dir():
        say("installing the stand-in's npm packages")
        subprocess.run(["npm", "ci", "--no-fund", "--no-audit", "--loglevel=error"], cwd=server, check=True,
                       stdin=subprocess.DEVNULL, stdout=sys.stderr)
