"""Reads a Dockerfile, of which it knows as much as those of this folder need; what it does not know is an error."""
import json
import pathlib
import re
import shlex

ROOT = pathlib.Path(__file__).resolve().parents[2]
KNOWN = {'ARG', 'FROM', 'RUN', 'WORKDIR', 'COPY', 'USER', 'ENV', 'VOLUME', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT'}


class Stage:
    """What follows a FROM: pairs of an instruction and its arguments, in order."""

    def __init__(self, base, name):
        self.base = base
        self.name = name
        self.steps = []

    def all(self, instruction):
        return [arguments for name, arguments in self.steps if name == instruction]

    def packages(self):
        """What its RUNs install with apt-get."""
        found = []
        for run in self.all('RUN'):
            for command in re.split(r'&&|;', run):
                words = shlex.split(command)
                if words[:2] == ['apt-get', 'install']:
                    found += [word for word in words[2:] if not word.startswith('-')]
        return found

    def copies(self):
        """Triples of the stage that a COPY takes from (None: the context), its sources and its destination."""
        return [parts(copy) for copy in self.all('COPY')]

    def environment(self):
        return dict(pair.split('=', 1) for line in self.all('ENV') for pair in shlex.split(line))

    def entrypoint(self):
        return json.loads(self.all('ENTRYPOINT')[0])

    def health(self):
        """The command for a shell."""
        return self.all('HEALTHCHECK')[0].partition(' CMD ')[2]


def parts(copy):
    """See Stage.copies."""
    words = shlex.split(copy)
    stage = words.pop(0).partition('=')[2] if words[0].startswith('--from=') else None
    return stage, words[:-1], words[-1]


def read(name):
    """The stages of docker/<name>.Dockerfile, in order."""
    text = (ROOT / 'docker' / f'{name}.Dockerfile').read_text()
    lines = '\n'.join(line for line in text.splitlines() if not line.startswith('#'))
    stages = []
    for line in re.sub(r'\\\n\s*', ' ', lines).splitlines():
        if not line.strip():
            continue
        instruction, _, arguments = line.partition(' ')
        arguments = re.sub(r' +', ' ', arguments.strip())
        if instruction not in KNOWN:
            raise ValueError(f'{name}: what is {instruction}?')
        if instruction == 'FROM':
            base, _, stage = arguments.partition(' AS ')
            stages.append(Stage(base, stage))
        elif stages:
            stages[-1].steps.append((instruction, arguments))
        elif instruction != 'ARG':
            raise ValueError(f'{name}: {instruction} before the first FROM')
    return stages


def ignored(path):
    """Whether .dockerignore leaves a path of the project out. Knows names, paths, and **/ before a name."""
    parts = pathlib.PurePosixPath(path).parts
    for line in (ROOT / '.dockerignore').read_text().split():
        if line.startswith('**/') and line[3:] in parts:
            return True
        if '*' not in line and (path == line or path.startswith(line + '/')):
            return True
    return False
