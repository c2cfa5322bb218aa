/** `npm run verify:stream`: proves that the stream of a run arrives whole, once and soon, whatever breaks. */
import { verifyParts, type Part } from './parts.ts';
import { cutsPart } from './stream/cuts-part.ts';
import { firstEventPart } from './stream/first-event-part.ts';
import { hostilePart } from './stream/hostile-part.ts';
import { killsPart } from './stream/kills-part.ts';
import { latencyPart } from './stream/latency-part.ts';
import { lyingPart } from './stream/lying-part.ts';

const PARTS: readonly Part[] = [cutsPart, killsPart, firstEventPart, latencyPart, lyingPart, hostilePart];

const USAGE = `npm run verify:stream [-- --only <part>]

Takes TEST_DATABASE_URL (a PostgreSQL server to make databases on) and TEST_REDIS_URL. What needs them is "not shown", and so
missed, without them. Times hold on an idle machine; counts hold on any.
--only   one part alone: ${PARTS.map(({ name }) => name).join(', ')}`;

await verifyParts(PARTS, USAGE);
