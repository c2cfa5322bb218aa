/** `npm run eval`: lets each engine write from a fixed set of evidence, and measures what it wrote. */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { createEngines } from '../../server/app/engines.ts';
import { readConfig } from '../../server/lib/config.ts';
import type { RecommendationEngine } from '../../server/modules/recommendations/engine.ts';
import { generateGrounded } from '../../server/modules/recommendations/grounding/grounded-engine.ts';
import { createStatisticalEngine } from '../../server/modules/recommendations/statistical/statistical.engine.ts';
import { startOpenAiSandbox } from '../../server/sandbox/openai/server.ts';
import { SILENT_LOG } from '../../server/testing/log.ts';
import { Figures, say } from '../verify/figures.ts';
import { CASES, type EvalCase } from './cases.ts';
import {
  collect,
  decisiveKeys,
  inOtherLanguage,
  mostAlike,
  mostRepeated,
  soundCitations,
  ungrounded,
  type Written,
} from './checks.ts';

const USAGE = `npm run eval [-- --engine statistical|openai] [-- --case <part of its name>] [-- --texts]

Without OPENAI_API_KEY the OPENAI engine writes by the sandbox's model, which knows English alone; with it, by the model
that OPENAI_BASE_URL and OPENAI_MODEL name, for which you pay.
--texts  prints what was written.
Cases: ${CASES.map(({ name }) => name).join('; ')}.`;

/** Of the recommendations asked for; a model may fail now and then, and what it got wrong is dropped. */
const LEAST_DELIVERED = 0.9;
/** Beyond this two texts are one (likeness of 0 to 1): the same form for two videos is below. */
const MOST_ALIKE = 0.75;
/** The same for a title and one recommended before. */
const MOST_REPEATED = 0.6;
/** Of the evidence that allows a claim. */
const LEAST_CITED = 0.5;

interface Writer {
  title: string;
  engine: RecommendationEngine;
  /** BCP 47; null is all. */
  languages: readonly string[] | null;
}

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string' },
    case: { type: 'string' },
    texts: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

if (options.help === true) say(USAGE);
else process.exitCode = await evaluate();

async function evaluate(): Promise<number> {
  const isReal = process.env['OPENAI_API_KEY'] !== undefined;
  const sandbox = isReal ? null : await startOpenAiSandbox({ port: 0, tokenDelayMs: 0 });
  try {
    const environment = sandbox === null ? {} : { OPENAI_API_KEY: 'none', OPENAI_BASE_URL: sandbox.baseUrl };
    const config = readConfig(
      { ...process.env, ...environment },
      { clientKey: 'none', clientSecret: 'none' },
    );
    const engines = await createEngines(config, SILENT_LOG);
    const writers: Writer[] = [
      { title: 'STATISTICAL', engine: createStatisticalEngine({ paceMs: 0 }), languages: ['en', 'fr'] },
      {
        title: isReal ? `OPENAI, ${config.openai!.model}` : 'OPENAI, the sandbox’s model',
        engine: engines.byName('OPENAI')!,
        languages: isReal ? null : ['en'],
      },
    ];
    const chosen = writers.filter(
      ({ engine }) => options.engine === undefined || engine.name === options.engine.toUpperCase(),
    );
    const figures = new Figures();
    for (const writer of chosen) {
      await figures.check(writer.title, async () => {
        measure(figures, writer.title, await writeAll(writer));
      });
    }
    say(`\n${figures.table()}\n`);
    say(figures.missed === 0 ? 'All figures hold.' : `${String(figures.missed)} figure(s) missed.`);
    return figures.missed === 0 && chosen.length > 0 ? 0 : 1;
  } finally {
    await sandbox?.close();
  }
}

async function writeAll({ engine, languages }: Writer): Promise<Written[]> {
  const asked = CASES.filter(({ name }) => name.includes(options.case ?? ''));
  const written: Written[] = [];
  for (const each of asked) {
    if (languages !== null && !languages.includes(each.request.language)) {
      say(`  ${each.name}: left out, it does not write ${each.request.language}`);
      continue;
    }
    const events = generateGrounded(engine, each.request, new AbortController().signal);
    const result = await collect(each.request, events);
    report(each, result);
    written.push(result);
  }
  return written;
}

function report(
  { name, request }: EvalCase,
  { drafts, dropped, atOnce, outputTokens, seconds }: Written,
): void {
  const tokens = outputTokens === 0 ? '' : `, ${String(outputTokens)} tokens in ${seconds.toFixed(1)} s`;
  say(
    `  ${name}: ${String(drafts.length)} of ${String(request.indices.length)}, ${String(atOnce)} at once${tokens}`,
  );
  for (const { error } of dropped) say(`    dropped, ${error.code}: ${error.message}`);
  if (options.texts === true) for (const draft of drafts) say(JSON.stringify(draft, null, 2));
}

function measure(figures: Figures, title: string, written: readonly Written[]): void {
  const sum = (of: (each: Written) => number) => written.reduce((total, each) => total + of(each), 0);
  const most = (of: (each: Written) => number) => Math.max(0, ...written.map(of));
  const asked = sum(({ request }) => request.indices.length);
  const delivered = sum(({ drafts }) => drafts.length);
  const add = (what: string, wanted: string, measured: string, ok: boolean) => {
    figures.add(`${title}: ${what}`, wanted, measured, ok && delivered > 0);
  };

  add(
    'recommendations of the shape asked for, delivered',
    `≥ ${String(LEAST_DELIVERED * 100)} %`,
    `${String(delivered)} of ${String(asked)}, ${String(sum(({ atOnce }) => atOnce))} at once`,
    delivered >= LEAST_DELIVERED * asked,
  );
  const citing = sum(({ drafts }) => drafts.filter(({ citations }) => citations.length > 0).length);
  add(
    'recommendations that cite evidence',
    'all',
    `${String(citing)} of ${String(delivered)}`,
    citing === delivered,
  );
  const citations = written.map(soundCitations);
  const sound = citations.reduce((total, each) => total + each.sound, 0);
  const all = citations.reduce((total, each) => total + each.all, 0);
  add(
    'citations of evidence that is there, by words that are there',
    'all',
    `${String(sound)} of ${String(all)}`,
    sound === all,
  );
  const flaws = written.flatMap(ungrounded);
  add(
    'numbers that are no figure of what is cited',
    '0',
    [String(flaws.length), ...flaws.slice(0, 3)].join('; '),
    flaws.length === 0,
  );
  const decisive = sum(({ request }) => decisiveKeys(request).length);
  const cited = sum(({ request, drafts }) => {
    const keys = new Set(drafts.flatMap((draft) => draft.citations.map(({ evidenceKey }) => evidenceKey)));
    return decisiveKeys(request).filter((key) => keys.has(key)).length;
  });
  add(
    'evidence that allows a claim, cited by its run',
    `≥ ${String(LEAST_CITED * 100)} %`,
    `${String(cited)} of ${String(decisive)}`,
    cited >= LEAST_CITED * decisive,
  );
  const alike = most(mostAlike);
  add(
    'likeness of two recommendations of a run',
    `≤ ${String(MOST_ALIKE)}`,
    alike.toFixed(2),
    alike <= MOST_ALIKE,
  );
  const repeated = most(mostRepeated);
  add(
    'likeness to one recommended before',
    `≤ ${String(MOST_REPEATED)}`,
    repeated.toFixed(2),
    repeated <= MOST_REPEATED,
  );
  const foreign = written.flatMap(inOtherLanguage);
  add(
    'recommendations in another language than asked for',
    '0',
    [String(foreign.length), ...foreign].join(' '),
    foreign.length === 0,
  );
}
