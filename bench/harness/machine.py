"""What the figures were measured on."""
import os
import pathlib
import platform
import re
import shutil
import subprocess


def _output(*argv):
    try:
        done = subprocess.run(argv, capture_output=True, text=True, timeout=30)
        return (done.stdout + done.stderr).strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def _cpu_model(cpuinfo):
    for key in ("model name", "Model", "Hardware"):
        found = re.search(rf"^{key}\s*:\s*(.+)$", cpuinfo, re.M)
        if found:
            return found.group(1).strip()
    return platform.machine()


def _system():
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    except OSError:
        return platform.system()


def _memory_gb():
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2 ** 30)


def _packages(*names):
    shown = _output("dpkg-query", "-W", "-f", "${Package} ${Version} ${Status}\n", *names)
    return {name: version for name, version in re.findall(r"^(\S+) (\S+) install ok installed$", shown, re.M)}


def describe(java):
    """cpu, cores, memory, system, kernel, JDK and the versions that the references run on."""
    version = _output(java, "-version") if shutil.which(java) or pathlib.Path(java).exists() else ""
    runtime = re.search(r"^.*Runtime Environment.*$", version, re.M)
    return {
        "cpu": _cpu_model(pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")),
        "cores": len(os.sched_getaffinity(0)), "memory_gb": _memory_gb(), "system": _system(),
        "kernel": platform.release(), "machine": platform.machine(),
        "jdk": runtime.group(0) if runtime else version.split("\n")[0], "node": _output("node", "--version"),
        "packages": _packages("python3-aiortc", "gstreamer1.0-plugins-bad", "gstreamer1.0-nice", "libopenh264-7",
                              "libx264-164"),
    }
