"""The processes of a run: started, measured and ended by this module, and only these."""
import ctypes
import os
import signal
import subprocess
import time

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
STOP_SECONDS = 5
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class Died(Exception):
    """A process of a run ended before it was told to."""


def _end_with_parent():
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


class TimedOut(Exception):
    """What a run waited for did not happen."""


class Child:
    """One process, in a session of its own, so that Ctrl-C reaches the harness alone; gone when the harness is."""

    def __init__(self, name, argv, environment, directory, log, nice=0):
        self.name, self.log = name, log
        if nice:
            argv = ["nice", "-n", str(nice), *argv]
        with open(log, "ab") as output:
            self.started_nanos = time.monotonic_ns()
            self.process = subprocess.Popen(
                argv, env={**os.environ, **environment}, cwd=directory, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=_end_with_parent)
        self.pid = self.process.pid
        if nice:
            self._nice_session(nice)

    def _nice_session(self, nice):
        """Where the kernel shares the processor among sessions first, a process's nice value alone means little."""
        try:
            with open(f"/proc/{self.pid}/autogroup", "w", encoding="ascii") as autogroup:
                autogroup.write(str(nice))
        except OSError:
            pass  # This kernel does not, or the process has ended.

    def before_others(self):
        """Has its threads scheduled before those of all other processes (round robin, the lowest real-time priority);
        needs root."""
        for thread in os.listdir(f"/proc/{self.pid}/task"):
            try:
                os.sched_setscheduler(int(thread), os.SCHED_RR, os.sched_param(1))
            except ProcessLookupError:
                pass  # It has ended.

    def check(self):
        """Raises if the process has ended."""
        if self.process.poll() is not None:
            raise Died(f"{self.name} ended with status {self.process.returncode}; the end of {self.log}:\n{self.tail()}")

    def tail(self, lines=15):
        return "\n".join(self.output().splitlines()[-lines:])

    def output(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()

    def cpu_seconds(self):
        """User and system time of all its threads since it started."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii", errors="replace") as stat:
            return cpu_seconds_of(stat.read())

    def rss_mb(self):
        with open(f"/proc/{self.pid}/status", encoding="ascii", errors="replace") as status:
            return rss_mb_of(status.read())

    def stop(self):
        """Asks it to end, then ends it. Returns the seconds that took; may be called twice."""
        begin = time.monotonic()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return time.monotonic() - begin


def cpu_seconds_of(stat):
    """utime + stime of a line of /proc/<pid>/stat; the name in it may hold spaces and brackets."""
    fields = stat.rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def rss_mb_of(status):
    for line in status.splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise Died("the process has no memory left")


def machine_busy_seconds():
    """CPU seconds that the whole machine has worked since it started."""
    with open("/proc/stat", encoding="ascii") as stat:
        fields = [int(field) for field in stat.readline().split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICKS_PER_SECOND


def wait_until(condition, seconds, what, *children):
    """Polls until the condition holds. Raises Died if one of the children ends before, TimedOut after that time."""
    deadline = time.monotonic() + seconds
    while not condition():
        for child in children:
            child.check()
        if time.monotonic() > deadline:
            ends = "\n".join(f"--- {child.log}\n{child.tail()}" for child in children)
            raise TimedOut(f"waited {seconds} s in vain for {what}\n{ends}")
        time.sleep(.02)
