import type { PrintedDay } from './printed-day.ts';

/** `https://www.tiktok.com/@handle/video/7301…`, `/photo/` for posts of photos; the handle may be left out. */
const LINK =
  /^https?:\/\/(?:[a-z]{1,8}\.)?tiktok\.com\/(?:@(?:([\w.]{1,24}))?\/)?(?:video|photo)\/(\d{6,20})\/?(?:[?#].*)?$/i;
/** The largest id: ids are unsigned 64-bit numbers. */
const MAX_ID = 2n ** 64n - 1n;
/** Before this no id holds a time: TikTok did not exist, and ids of musical.ly count otherwise. */
const FIRST_SECOND = Date.UTC(2016, 8, 1) / 1000;
const DAY_MS = 86_400_000;

/** The video that a link names, and whose it is (in lower case; null where the link leaves it out). Null for other links. */
export function readVideoLink(link: string): { tikTokId: string; handle: string | null } | null {
  const match = LINK.exec(link.trim());
  if (match === null || BigInt(match[2]!) > MAX_ID || match[2]!.startsWith('0')) return null;
  return { tikTokId: match[2]!, handle: match[1]?.toLowerCase() ?? null };
}

/**
 * When a video was posted: the upper half of its id, in seconds since 1970, UTC. `printed` is the day that the file
 * prints, in the browser's zone, so at most a day away. Null where the id holds no time (musical.ly), one after the end
 * of `lastDay`, or another day than the printed one.
 */
export function postTimeOf(tikTokId: string, printed: PrintedDay | null, lastDay: string): Date | null {
  const seconds = Number(BigInt(tikTokId) >> 32n);
  // A day of grace, since `lastDay` may be the browser's.
  if (seconds < FIRST_SECOND || seconds * 1000 >= Date.parse(lastDay) + 2 * DAY_MS) return null;
  const time = new Date(seconds * 1000);
  return printed === null || isNear(time, printed) ? time : null;
}

function isNear(time: Date, printed: PrintedDay): boolean {
  return [-1, 0, 1].some((days) => {
    const day = new Date(time.getTime() + days * DAY_MS);
    return (
      day.getUTCMonth() + 1 === printed.month &&
      day.getUTCDate() === printed.day &&
      (printed.year === null || day.getUTCFullYear() === printed.year)
    );
  });
}
