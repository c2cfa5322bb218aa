/** `npm run verify:statistics`: measures how often the models claim what is not so, and what they find of what is. */
import { verifyParts } from './parts.ts';
import { CREATORS_VARIABLE } from './statistics/creators.ts';
import { creatorsPart } from './statistics/creators-part.ts';
import { explodingFormatsPart } from './statistics/exploding-formats-part.ts';
import { findingsPart } from './statistics/findings-part.ts';
import { forecastPart } from './statistics/forecast-part.ts';
import { formatsPart } from './statistics/formats-part.ts';
import { hashtagsPart } from './statistics/hashtags-part.ts';
import { historyPart } from './statistics/history-part.ts';
import type { StatisticsPart } from './statistics/part.ts';
import { postingTimesPart } from './statistics/posting-times-part.ts';

const PARTS: readonly StatisticsPart[] = [
  creatorsPart,
  postingTimesPart,
  hashtagsPart,
  formatsPart,
  explodingFormatsPart,
  forecastPart,
  findingsPart,
  historyPart,
];

const USAGE = `npm run verify:statistics [-- --only <part>] [-- --write]

Simulations from seeded generators, and real creators where ${CREATORS_VARIABLE} names the folder of their videos.csv.gz.
Takes TEST_DATABASE_URL (a PostgreSQL server to make databases on) for a million snapshots, which are missed without it.
--only   one part alone: ${PARTS.map(({ name }) => name).join(', ')}
--write  puts the measured tables into docs/STATISTICS.md; without it, tables that differ there are missed figures`;

await verifyParts(PARTS, USAGE);
