// The page: a tile for each camera that the server receives, and how they are laid out.
import { Tile } from './tile.js';

const TOKEN = 'flathead.token';
const VIEWS = { side: '1', difference: '2', anaglyph: '3', blend: '4' };
const by = (id) => document.getElementById(id);
const tiles = new Map();
let swapped = false;
let view = 'side';

/** Left before what has neither in its name, that before right. */
const rank = (name) => (/left/i.test(name) ? 0 : /right/i.test(name) ? 2 : 1);
const ordered = () => {
  const names = [...tiles.keys()].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return (swapped ? names.reverse() : names).map((name) => tiles.get(name));
};

function layOut() {
  const grid = by('cameras');
  ordered().forEach((tile, i) => {
    if (grid.children[i] !== tile.element) grid.insertBefore(tile.element, grid.children[i] ?? null);
  });
  grid.dataset.count = String(tiles.size);
  const pair = tiles.size >= 2;
  for (const input of document.querySelectorAll('input[name=view]')) {
    input.disabled = !pair && input.value !== 'side';
    input.checked = input.value === view;
  }
  by('swap').disabled = !pair;
  by('swap').setAttribute('aria-pressed', String(swapped));
  overlay(pair ? view : 'side');
}

/** Both pictures in one place; the style sheet mixes them, so that nothing is done for a picture here. */
function overlay(mode) {
  const place = by('overlay');
  place.hidden = mode === 'side';
  place.dataset.mode = mode;
  if (mode === 'side') {
    for (const video of place.querySelectorAll('video')) video.srcObject = null;
    return;
  }
  const [below, above] = ordered();
  by('overlay-caption').textContent = {
    difference: `Difference of ${below.name} and ${above.name}: what is alike is black`,
    anaglyph: `Anaglyph: ${below.name} in red, ${above.name} in cyan`,
    blend: `${below.name} and ${above.name}, half and half`,
  }[mode];
  [below, above].forEach((tile, i) => {
    const video = place.querySelectorAll('video')[i];
    if (video.srcObject !== (tile.media ?? null)) {
      video.srcObject = tile.media ?? null;
      video.play().catch(() => {});
    }
  });
}

function say() {
  const all = [...tiles.values()];
  const live = all.filter(({ state }) => state.word === 'live').length;
  const cameras = `${all.length} ${all.length === 1 ? 'camera' : 'cameras'}`;
  by('summary').textContent = !all.length ? 'No camera streams to this server yet'
    : live === all.length ? `${cameras}, live` : `${cameras}, ${live} live`;
  by('summary').dataset.state = all.length && live === all.length ? 'live' : 'waiting';
  by('nothing').hidden = all.length > 0;
  const dialog = by('token');
  if (all.some(({ state }) => state.word === 'locked') && !dialog.open) dialog.showModal();
}

function follow(streams) {
  const received = streams.filter(({ client }) => client !== null);
  for (const [name, tile] of tiles) {
    if (!received.some((stream) => stream.name === name)) {
      tile.close();
      tiles.delete(name);
    }
  }
  for (const stream of received) {
    if (!tiles.has(stream.name)) {
      tiles.set(stream.name, new Tile(stream.name, by('tile'), { onMedia: layOut, onState: say,
        token: () => sessionStorage.getItem(TOKEN) ?? '' }));
    }
    // Where both ends are one runtime, it knows what the sender is.
    tiles.get(stream.name).describe(stream, streams.find(({ client, cameraId }) => client === null
      && cameraId === stream.cameraId));
  }
  layOut();
  say();
}

async function second() {
  try {
    const response = await fetch('/', { headers: { Accept: 'application/json' }, cache: 'no-store' });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    follow((await response.json()).streams);
  } catch {
    by('summary').textContent = 'The server is out of reach; trying again';
    by('summary').dataset.state = 'waiting';
  }
  await Promise.all([...tiles.values()].map((tile) => tile.tick()));
}

/** One after the other, however long one takes. */
async function run() {
  const began = performance.now();
  await second();
  setTimeout(run, Math.max(100, 1_000 - (performance.now() - began)));
}

function choose(next) {
  if (next !== 'side' && tiles.size < 2) return;
  view = next;
  layOut();
}

function swap() {
  swapped = !swapped;
  layOut();
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || by('token').open
    || event.target.matches?.('input[type=password]')) return;
  const chosen = Object.entries(VIEWS).find(([, key]) => key === event.key)?.[0];
  if (chosen) choose(chosen);
  else if (event.key === 's' && tiles.size > 1) swap();
  else if (event.key === 'f') {
    const focused = [...tiles.values()].find(({ element }) => element.contains(document.activeElement));
    (focused ?? ordered()[0])?.fullScreen();
  }
});
for (const input of document.querySelectorAll('input[name=view]')) {
  input.addEventListener('change', () => choose(input.value));
}
by('swap').addEventListener('click', swap);
by('overlay-full').addEventListener('click', () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else by('overlay-screen').requestFullscreen?.().catch(() => {});
});
by('token').addEventListener('close', () => {
  sessionStorage.setItem(TOKEN, by('token-value').value.trim());
  for (const tile of tiles.values()) tile.unlock();
});
globalThis.addEventListener('pagehide', () => {
  for (const tile of tiles.values()) tile.close();
  tiles.clear();
});

run();
// For tests: what the tiles measured last.
globalThis.flathead = { tiles };
