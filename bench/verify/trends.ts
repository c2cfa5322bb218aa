/** `npm run verify:trends`: measures whether what is called rising rises, and what becomes of trends that are stored. */
import { verifyParts } from './parts.ts';
import type { StatisticsPart } from './statistics/part.ts';
import { flatPart } from './trends/flat-part.ts';
import { monthPart } from './trends/month-part.ts';
import { replayPart } from './trends/replay-part.ts';
import { sourcesDownPart } from './trends/sources-down-part.ts';
import { TRENDS_VARIABLE } from './trends/trend-lists.ts';

const PARTS: readonly StatisticsPart[] = [replayPart, flatPart, sourcesDownPart, monthPart];

const USAGE = `npm run verify:trends [-- --only <part>] [-- --write]

Simulations from seeded generators, and TikTok's own daily lists where ${TRENDS_VARIABLE} names the folder of their
hashtags_daily.csv and music_daily.csv.
--only   one part alone: ${PARTS.map(({ name }) => name).join(', ')}
--write  puts the measured tables into docs/STATISTICS.md; without it, tables that differ there are missed figures`;

await verifyParts(PARTS, USAGE);
