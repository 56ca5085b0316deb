"""What can be known of the Docker files without a Docker engine."""
import os
import re
import subprocess
import unittest

import yaml

from tests import dockerfile

ROOT = dockerfile.ROOT
IMAGES = ('pi', 'server')


def known_variables():
    """The variables of config/*.json, of the start script and of Docker's own."""
    text = ''.join(path.read_text() for path in (ROOT / 'config').glob('*.json'))
    names = set(re.findall(r'\$\[env:([A-Z_0-9]+)', text))
    usage = re.search(r'^environment:.*?^TEXT', (ROOT / 'flathead').read_text(), re.S | re.M).group()
    return names | set(re.findall(r'\b[A-Z][A-Z_0-9]{3,}\b', usage))


class DockerfileTest(unittest.TestCase):
    def test_what_is_copied_is_there(self):
        for image in IMAGES:
            stages = dockerfile.read(image)
            self.assertEqual(['build', ''], [stage.name for stage in stages])
            for stage in stages:
                for origin, sources, _ in stage.copies():
                    for source in sources:
                        inside = source.removeprefix('/flathead/')
                        with self.subTest(image=image, source=source):
                            self.assertTrue((ROOT / inside).exists(), 'in the project')
                            if origin is None and source != '.':
                                self.assertFalse(dockerfile.ignored(inside), 'left out by .dockerignore')
                            else:
                                self.assertIn(origin, (None, 'build'))

    def test_what_the_build_reads_is_not_left_out(self):
        for path in ('pom.xml', 'mvnw', '.mvn/maven.config', 'cnf/runtime.bnd', 'runtimes/pi.bndrun', 'itests/pom.xml',
                     'itests/exam/pom.xml', 'bundles/flathead.api/pom.xml'):
            self.assertTrue((ROOT / path).exists(), path)
            self.assertFalse(dockerfile.ignored(path), path)
        for path in ('bundles/flathead.api/target/classes', 'itests/peers/node/node_modules/x', '.git/config'):
            self.assertTrue(dockerfile.ignored(path), path)

    def test_packages_exist(self):
        wanted = {package for image in IMAGES for stage in dockerfile.read(image) for package in stage.packages()}
        self.assertIn('openjdk-17-jre-headless', wanted)
        unknown = {each for each in wanted if not candidate(each)}
        if unknown and os.getuid() == 0:
            subprocess.run(['apt-get', 'update', '-q'], stdout=subprocess.DEVNULL, check=True)
            unknown = {each for each in unknown if not candidate(each)}
        self.assertEqual(set(), unknown)

    def test_what_webrtc_links_to_is_installed(self):
        script = (ROOT / 'script/packages.sh').read_text()
        table = re.search(r"^webrtc_libraries='\n(.*?)'", script, re.S | re.M).group(1)
        libraries = {line.split()[1] for line in table.splitlines()}
        for image in IMAGES:
            self.assertLessEqual(libraries, set(dockerfile.read(image)[-1].packages()), image)

    def test_it_runs_as_somebody_who_may_write_the_state(self):
        for image in IMAGES:
            stage = dockerfile.read(image)[-1]
            self.assertEqual(['flathead'], stage.all('USER'))
            self.assertEqual(stage.all('VOLUME'), [stage.environment()['FLATHEAD_HOME']])
            self.assertIn('install -d -o flathead ' + stage.all('VOLUME')[0], ' '.join(stage.all('RUN')))
            self.assertIn(f'./flathead command {image}', stage.entrypoint()[-1])

    def test_variables_are_known(self):
        for image in IMAGES:
            self.assertLessEqual(set(dockerfile.read(image)[-1].environment()), known_variables(), image)


class ComposeTest(unittest.TestCase):
    def setUp(self):
        self.services = yaml.safe_load((ROOT / 'docker/compose.yml').read_text())['services']

    def test_files_and_volumes_are_there(self):
        compose = yaml.safe_load((ROOT / 'docker/compose.yml').read_text())
        self.assertEqual(set(IMAGES), set(self.services))
        for name, service in self.services.items():
            self.assertTrue((ROOT / 'docker' / service['build']['context'] / service['build']['dockerfile']).exists())
            home = dockerfile.read(name)[-1].all('VOLUME')[0]
            self.assertIn(f'{name}:{home}', service['volumes'])
            for volume in service['volumes']:
                source = volume.split(':')[0]
                if source.startswith('.'):
                    self.assertTrue((ROOT / 'docker' / source).is_dir(), source)
                elif not source.startswith('/'):
                    self.assertIn(source, compose['volumes'])

    def test_variables_are_known_and_the_old_ones_are_passed_on(self):
        passed = {name: {each.split('=')[0] for each in service['environment']}
                  for name, service in self.services.items()}
        for names in passed.values():
            self.assertLessEqual(names, known_variables())
        self.assertIn('PORT', passed['server'])
        self.assertLessEqual({'SERVER_URL', 'LEFT_CAMERA_ID', 'RIGHT_CAMERA_ID', 'CONFIG_PATH'}, passed['pi'])

    def test_compose_understands_it(self):
        said = subprocess.run(['docker-compose', '-f', ROOT / 'docker/compose.yml', 'config', '-q'],
                              capture_output=True, text=True, check=False)
        self.assertEqual((0, ''), (said.returncode, said.stderr))

    def test_cameras_can_be_reached(self):
        pi = self.services['pi']
        for path in ('/dev:/dev', '/run/udev:/run/udev:ro', './settings:/settings:ro'):
            self.assertIn(path, pi['volumes'])
        self.assertEqual(['video'], pi['group_add'])


def candidate(package):
    said = subprocess.run(['apt-cache', 'policy', package], capture_output=True, text=True, check=True,
                          env={**os.environ, 'LC_ALL': 'C'}).stdout
    return 'Candidate:' in said and 'Candidate: (none)' not in said


if __name__ == '__main__':
    unittest.main()
