import { loadavg } from 'node:os';
import process from 'node:process';

export interface Figure {
  what: string;
  wanted: string;
  measured: string;
  ok: boolean;
}

/** What has been proved so far. Each figure is printed when it is known and again in the table at the end. */
export class Figures {
  readonly #figures: Figure[] = [];

  add(what: string, wanted: string, measured: string, ok: boolean): void {
    this.#figures.push({ what, wanted, measured, ok });
    say(`  ${ok ? 'ok    ' : 'MISSED'}  ${what}: ${measured} (wanted ${wanted})`);
  }

  /** A duration against its limit, both in milliseconds, with the load of the machine, which stretches it. */
  addDuration(what: string, ms: number, limitMs: number, note = ''): void {
    const measured = `${inSeconds(ms)}${note === '' ? '' : `, ${note}`}; ${load()}`;
    this.add(what, `≤ ${inSeconds(limitMs)}`, measured, ms <= limitMs);
  }

  /** Runs one check. One that breaks off is a missed figure and does not keep the others from being taken. */
  async check(title: string, work: () => Promise<void>): Promise<void> {
    say(`\n${title}`);
    try {
      await work();
    } catch (error) {
      this.add(title, 'comes to its end', reasonOf(error), false);
    }
  }

  get missed(): number {
    return this.#figures.filter(({ ok }) => !ok).length;
  }

  table(): string {
    const head: Figure = { what: 'what', wanted: 'wanted', measured: 'measured', ok: true };
    const rows = [head, ...this.#figures];
    const width = (column: 'what' | 'wanted'): number => Math.max(...rows.map((row) => row[column].length));
    const widths = [width('what'), width('wanted')] as const;
    return rows
      .map((row, index) => {
        const verdict = index === 0 ? '' : row.ok ? 'ok' : 'MISSED';
        return `${verdict.padEnd(6)}  ${row.what.padEnd(widths[0])}  ${row.wanted.padEnd(widths[1])}  ${row.measured}`;
      })
      .join('\n');
  }
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function inSeconds(ms: number): string {
  return ms < 1_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/** Of the last minute. */
export function load(): string {
  return `load ${loadavg()[0]!.toFixed(1)}`;
}

export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 700);
}
