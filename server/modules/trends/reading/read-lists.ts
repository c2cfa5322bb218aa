import { toDate } from '../../../lib/time.ts';
import type { ProblemRecord } from '../../imports/import-record.ts';
import { quote } from '../../imports/reading/cell.ts';
import { type JsonValue, readJsonValues } from '../../imports/reading/json-values.ts';
import { FileProblem, RowProblem } from '../../imports/reading/problems.ts';
import type { Table } from '../../imports/reading/table.ts';
import { recogniseTrends } from './csv-trends.ts';
import { isObject } from './json-item.ts';
import { type FoundList, listsOf } from './json-lists.ts';
import type { ItemReading, SightingRecord, TrendRecord } from './trend-record.ts';

/** What stands for what a list does not say. */
export interface ListContext {
  fileName: string;
  contentHash: string;
  region: string | null;
  /** As the person says, YYYY-MM-DD. */
  capturedOn: string | null;
  /** The day of lists that have none, YYYY-MM-DD. */
  day: string;
  now: Date;
  signal: AbortSignal | undefined;
}

/**
 * The sightings of the answers in a JSON text, answer by answer.
 *
 * @throws FileProblem when it is damaged or holds no list; records may have been given before.
 */
export async function* readAnswers(
  pieces: AsyncIterable<Buffer>,
  context: ListContext,
): AsyncGenerator<TrendRecord, void, undefined> {
  const notes = createNotes(context);
  let answers = 0;
  let refusal: string | null = null;
  let hasList = false;
  for await (const answer of readJsonValues(pieces, context.signal)) {
    answers += 1;
    const name = `Answer ${String(answers)}`;
    const found = listsOf(answer);
    const lists = found.filter((list): list is ReadableList => 'form' in list);
    for (const list of found) {
      if ('form' in list) continue;
      refusal ??= list.refusal;
      yield notes.problem('ROW', null, `${name}: ${list.refusal}`);
    }
    if (lists.length > 0) yield* readAnswer(lists, name, context, notes);
    hasList ||= lists.length > 0;
  }
  if (!hasList) throw new FileProblem(refusal ?? 'The file holds nothing.');
}

type ReadableList = Extract<FoundList, { form: unknown }>;

function* readAnswer(
  lists: readonly ReadableList[],
  name: string,
  context: ListContext,
  notes: Notes,
): Generator<TrendRecord> {
  const read = lists.map(({ form, items }) => ({
    form,
    rows: items.map((item, index): ItemReading | ProblemRecord => {
      try {
        return form.read(objectIn(item), context.now);
      } catch (error) {
        if (!(error instanceof RowProblem)) throw error;
        const place = `${name}, item ${String(index + 1)}`;
        return notes.problem('ROW', error.column, `${place}: ${error.message}`);
      }
    }),
  }));
  // Its counts and places are those of a window that all its curves end with.
  const times = read.flatMap(({ rows }) => rows.flatMap(timesOf));
  const ownTime = times.length === 0 ? null : new Date(times.reduce((a, b) => Math.max(a, b)));
  for (const { form, rows } of read) {
    yield notes.list(form.format, ownTime === null ? context.day : null);
    for (const row of rows) {
      if ('kind' in row) yield row;
      else yield* notes.sighting(row, null, ownTime);
    }
  }
}

function objectIn(item: JsonValue): Parameters<ReadableList['form']['read']>[0] {
  if (!isObject(item)) throw new RowProblem(null, 'It is no object.');
  return item;
}

function timesOf(row: ItemReading | ProblemRecord): number[] {
  return 'kind' in row ? [] : (row.sighting.curve?.points.map(({ at }) => at) ?? []);
}

/**
 * The sightings of a table, row by row.
 *
 * @throws FileProblem before the first record.
 */
export function* readTable(table: Table, context: ListContext): Generator<TrendRecord> {
  const notes = createNotes(context);
  const known = recogniseTrends(table);
  yield notes.list('csv-trends', known.isDated ? null : context.day);
  for (const column of known.unknown) {
    yield notes.problem('COLUMN', column, 'This column is not known and was left out.', 1);
  }
  for (const { number, cells } of table.rows.slice(1)) {
    try {
      const row = known.readRow(cells, context.now);
      yield* notes.sighting(row, number, row.capturedAt);
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error;
      yield notes.problem('ROW', error.column, error.message, number);
    }
  }
  for (const { row, message } of table.problems) yield notes.problem('ROW', null, message, row);
}

/** Makes the records of one file, and tells of each thing that the person should know only once. */
interface Notes {
  list(format: Extract<TrendRecord, { kind: 'LIST' }>['format'], takenOn: string | null): TrendRecord;
  problem(
    scope: ProblemRecord['scope'],
    column: string | null,
    message: string,
    row?: number | null,
  ): ProblemRecord;
  /** @param ownTime null where the list does not say when it was so. */
  sighting(row: ItemReading, number: number | null, ownTime: Date | null): Generator<TrendRecord>;
}

function createNotes({ fileName, contentHash, region, capturedOn, day }: ListContext): Notes {
  const told = new Set<string>();
  const problem: Notes['problem'] = (scope, column, message, row = null) => ({
    kind: 'PROBLEM',
    scope,
    place: { fileName, row },
    column,
    message,
  });

  function* once(message: string): Generator<ProblemRecord> {
    if (told.has(message) || told.size === MAX_TOLD) return;
    told.add(message);
    yield problem('FILE', null, message);
  }

  return {
    list: (format, takenOn) => ({ kind: 'LIST', format, fileName, contentHash, takenOn }),
    problem,
    *sighting(row, number, ownTime) {
      const { unknownIndustry } = row;
      if (unknownIndustry !== null) {
        yield* once(`The industry ${quote(unknownIndustry)} is not known and was left out.`);
      }
      if (row.region === undefined && region === null) {
        yield* once(
          'It does not say of which country it is, so it counts as of the whole world; import it with `region` where it is of one.',
        );
      }
      const saysAnother = ownTime !== null && capturedOn !== null && toDate(ownTime) !== capturedOn;
      if (saysAnother) yield* once('It says itself when it was so; `capturedOn` was left aside.');
      yield {
        kind: 'SIGHTING',
        place: { fileName, row: number },
        sighting: {
          ...row.sighting,
          region: row.region === undefined ? region : row.region,
          capturedAt: ownTime ?? new Date(`${day}T00:00:00Z`),
        },
      } satisfies SightingRecord;
    },
  };
}

/** Different things that are told of one file. */
const MAX_TOLD = 100;
