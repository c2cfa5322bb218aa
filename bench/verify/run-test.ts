import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export interface TestReport {
  count: number;
  /** Outermost titles below which every test passed. */
  passed: ReadonlySet<string>;
  /** Full titles. */
  failed: readonly string[];
}

interface Assertion {
  ancestorTitles: string[];
  fullName: string;
  status: string;
}

/**
 * Runs one integration test file of the repository, or of a copy of it, in a process of its own.
 *
 * @param environment beside that of this process.
 */
export async function runTest(
  root: string,
  file: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<TestReport> {
  const folder = await mkdtemp(join(tmpdir(), 'creatorgraph-report-'));
  const report = join(folder, 'report.json');
  try {
    const child = spawn(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        join(root, 'node_modules/jest/bin/jest.js'),
        ...['--config', join(root, '.config/jest.config.js'), '--selectProjects', 'integration'],
        ...['--maxWorkers=1', '--forceExit', '--json', `--outputFile=${report}`, '--runTestsByPath', file],
      ],
      { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-2_000);
    });
    await once(child, 'exit');
    const text = await readFile(report, 'utf8').catch(() => {
      throw new Error(`The test did not come to its end: ${said}`);
    });
    return read(JSON.parse(text) as { testResults: { message: string; assertionResults: Assertion[] }[] });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function read({
  testResults,
}: {
  testResults: { message: string; assertionResults: Assertion[] }[];
}): TestReport {
  const assertions = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (assertions.length === 0) throw new Error(`No test ran: ${testResults[0]?.message ?? ''}`);
  const failing = assertions.filter(({ status }) => status !== 'passed');
  const titleOf = ({ ancestorTitles }: Assertion): string => ancestorTitles[0] ?? '';
  const bad = new Set(failing.map(titleOf));
  return {
    count: assertions.length,
    passed: new Set(assertions.map(titleOf).filter((title) => !bad.has(title))),
    failed: failing.map(({ fullName }) => fullName),
  };
}
