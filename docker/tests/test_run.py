"""The images run without an engine: as folders, in which their entry points are started by chroot. Takes minutes."""
import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from tests import image

WANTED = os.environ.get('FLATHEAD_LONG') == 'true' and os.getuid() == 0
LIMIT = 120


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return str(probe.getsockname()[1])


class RunTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='flathead-docker-'))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.port = free_port()

    @contextlib.contextmanager
    def run_image(self, name, variables):
        """Starts it, gives the image, and ends it as Docker does: by a signal to the first process."""
        made = image.Image(name, self.folder / name)
        # A folder that many processes see, as a container would mount it.
        subprocess.run(['mount', '-t', 'proc', 'proc', made.root / 'proc'], check=True)
        try:
            with (self.folder / f'{name}.log').open('w') as log:
                process = subprocess.Popen(made.command(made.stage.entrypoint(), variables), stdout=log, stderr=log,
                                           stdin=subprocess.DEVNULL)
                try:
                    yield made
                finally:
                    process.terminate()
                    code = process.wait(20)
            self.assertEqual(143, code, self.log(name))
        finally:
            subprocess.run(['umount', made.root / 'proc'], check=True)

    def log(self, name):
        return (self.folder / f'{name}.log').read_text()

    def until(self, condition, what):
        deadline = time.monotonic() + LIMIT
        while not condition():
            if time.monotonic() > deadline:
                self.fail(what())
            time.sleep(0.5)

    def streams(self):
        try:
            with urllib.request.urlopen(f'http://127.0.0.1:{self.port}/', timeout=5) as answer:
                return [each for each in json.load(answer)['streams']
                        if each['state'] == 'streaming' and abs(each['fps'] - 30) < 3]
        except (urllib.error.URLError, OSError):
            return []

    def health(self, made, variables):
        return subprocess.run(made.command(['sh', '-c', made.stage.health()], variables), check=False,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode

    def test_cameras_stream_from_one_to_the_other(self):
        of_server = {'PORT': self.port, 'CONSOLE_PORT': free_port()}
        of_pi = {'SERVER_URL': f'http://127.0.0.1:{self.port}', 'CONSOLE_PORT': free_port(),
                 'FLATHEAD_SOURCE': '(flathead.source=mock)', 'CONFIG_PATH': '/settings/flathead.yaml'}
        with self.run_image('server', of_server) as server, self.run_image('pi', of_pi) as pi:
            (pi.root / 'settings').mkdir()
            (pi.root / 'settings/flathead.yaml').write_text('cameras: { rear: { device_id: 2 } }')
            self.until(lambda: len(self.streams()) == 3,
                       lambda: f'{self.streams()}\n{self.log("server")}\n{self.log("pi")}')
            self.assertEqual(0, self.health(server, of_server))
            self.assertEqual(0, self.health(pi, of_pi))
            self.assertNotEqual(0, self.health(server, {'PORT': free_port()}))
            for made in (server, pi):
                state = made.root / 'var/lib/flathead'
                self.assertNotEqual(0, state.stat().st_uid)
                self.assertTrue(list(state.iterdir()))
            self.assertIn('openh264 encodes', self.log('pi'))
        for name in ('server', 'pi'):
            wrong = [line for line in self.log(name).splitlines() if 'Exception' in line or ' ERROR ' in line]
            self.assertEqual([], wrong, name)


def load_tests(loader, tests, pattern):
    """Only where there is time and the right to do it."""
    return tests if WANTED else unittest.TestSuite()


if __name__ == '__main__':
    unittest.main()
