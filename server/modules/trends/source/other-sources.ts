import type { TrendSourceClient } from './trend-source.ts';

/** What nobody asks for from outside: it comes with the videos that are collected, or in files that people bring. */
export const OTHER_SOURCES: readonly TrendSourceClient[] = [
  {
    source: 'CREATIVE_CENTER',
    isEnabled: true,
    description:
      "Saved answers of TikTok's Creative Center, imported as files: ranks, views and posts of its 7, 30 or 120 days, and " +
      'curves on a scale of their own maximum, which cannot be compared between trends. They are seen by the workspace ' +
      'that imported them alone. It knows what somebody saved, and when; nothing is asked from TikTok.',
    callsPerDay: null,
    collect: null,
  },
  {
    source: 'OWN_CORPUS',
    isEnabled: true,
    description:
      'The videos that a workspace collects here: their hashtags and formats, by the views and posts of each day. It knows ' +
      'that workspace alone, and nothing of the rest of TikTok, of sounds or of countries.',
    callsPerDay: null,
    collect: null,
  },
];
