"""The last stage of a Dockerfile as a folder, made and run by chroot instead of by an engine. Needs root."""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess

from tests import dockerfile

CACHE = pathlib.Path(os.environ.get('XDG_CACHE_HOME') or pathlib.Path.home() / '.cache') / 'flathead/docker'
PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'


def mirror():
    """The one that apt uses here."""
    said = subprocess.run(['apt-get', 'indextargets', '--format', '$(SITE)', 'Created-By: Packages'],
                          capture_output=True, text=True, check=True).stdout
    return next(line for line in said.splitlines() if re.search('debian/*$', line))


def debian(packages):
    """A Debian 12 with these packages; made once, in a minute or two."""
    name = hashlib.sha256(' '.join(sorted(packages)).encode()).hexdigest()[:12]
    made = CACHE / name
    if not made.exists():
        part = CACHE / (name + '.part')
        shutil.rmtree(part, ignore_errors=True)
        CACHE.mkdir(parents=True, exist_ok=True)
        with (CACHE / (name + '.log')).open('w') as log:
            subprocess.run(['mmdebstrap', '--variant=minbase', '--include=' + ','.join(packages),
                            '--aptopt=APT::Sandbox::User "root"', '--aptopt=Acquire::Check-Valid-Until "false"',
                            'bookworm', part, mirror()], check=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        part.rename(made)
    return made


class Image:
    """The steps of the stage, done in a folder of their own."""

    def __init__(self, name, folder):
        self.stage = dockerfile.read(name)[-1]
        self.root = folder
        self.directory = '/'
        self.user = 'root'
        subprocess.run(['cp', '-a', '--reflink=auto', debian(self.stage.packages()), folder], check=True)
        for instruction, arguments in self.stage.steps:
            if instruction == 'WORKDIR':
                self.directory = arguments
                (folder / arguments[1:]).mkdir(parents=True, exist_ok=True)
            elif instruction == 'USER':
                self.user = arguments
            elif instruction == 'COPY':
                self.copy(*dockerfile.parts(arguments))
            elif instruction == 'RUN' and 'apt-get' not in arguments:
                subprocess.run(self.command(['sh', '-c', arguments]), check=True)
        assert self.user != 'root'

    def copy(self, _, sources, destination):
        """From the project, where the build has made what the other stage would."""
        for source in sources:
            source = dockerfile.ROOT / source.removeprefix('/flathead/')
            target = self.root / self.directory[1:] / destination
            if source.is_dir():
                shutil.copytree(source, target)
            elif destination.endswith('/'):
                target.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
            else:
                shutil.copy2(source, target)

    def command(self, words, variables=None):
        """What runs a command in there."""
        inside = {'PATH': PATH, 'HOME': '/root' if self.user == 'root' else '/home/' + self.user,
                  **self.stage.environment(), **(variables or {})}
        user = [] if self.user == 'root' else ['--userspec=' + self.user]
        return ['chroot', *user, self.root, 'env', '-i', '-C', self.directory,
                *(f'{name}={value}' for name, value in inside.items()), *words]
