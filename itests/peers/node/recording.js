// Chromium plays a recording, from a server that hands it out, and jumps into the middle of it.
// usage: CHROMIUM=<path> node recording.js <url of the server> <path of the recording>
// Standard output carries JSON: {"event":"ready"}, then {"event":"played","frames":…,"seconds":…,"width":…,"height":…,
// "soughtTo":…} or {"event":"refused","why":…}. It ends when standard input does.
import { launch, listen, say } from './chromium.js';

const [server, file] = process.argv.slice(2);
const FASTER = 4;

const browser = await launch();
process.stdin.on('end', () => browser.close()).resume();
const page = await browser.newPage();
listen(page);
await page.goto(new URL('/api/cameras', server).href);
say('ready');
say(...await page.evaluate(async ([src, playbackRate]) => {
  const video = Object.assign(document.createElement('video'), { muted: true, src });
  document.body.append(video);
  const event = (name) => new Promise((resolve, reject) => {
    video.addEventListener(name, resolve, { once: true });
    video.addEventListener('error', () => reject(new Error(video.error.message)), { once: true });
  });
  try {
    const ended = event('ended');
    await video.play();
    video.playbackRate = playbackRate;
    await ended;
    const { duration: seconds, videoWidth: width, videoHeight: height } = video;
    const frames = video.getVideoPlaybackQuality().totalVideoFrames;
    const sought = event('seeked');
    video.currentTime = seconds / 2;
    await sought;
    return ['played', { frames, seconds, width, height, soughtTo: video.currentTime }];
  } catch (error) {
    return ['refused', { why: error.message }];
  }
}, [new URL(file, server).href, FASTER]));
