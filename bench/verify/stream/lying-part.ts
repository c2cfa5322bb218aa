import { runLyingModel } from '../../../server/testing/lying-model-scenario.ts';
import type { Part } from '../parts.ts';

const RUNS = 40;

/** What is delivered of a model that lies in every way the sandbox knows, over GraphQL and real sockets. */
export const lyingPart: Part = {
  name: 'lying',
  title: 'A model that lies',
  async measure(figures) {
    const { asked, lies, honest, delivered, dropped, writtenAnew, ungrounded, odd } =
      await runLyingModel(RUNS);
    const told = [...lies.values()].reduce((sum, count) => sum + count, 0);
    figures.add(
      `ungrounded recommendations delivered, of ${String(asked)} asked in ${String(RUNS)} runs and 4 languages`,
      '0',
      `${String(ungrounded.length)}; ${String(told)} lies of ${String(lies.size)} sorts told`,
      ungrounded.length === 0 && told > 0,
    );
    figures.add(
      'recommendations without a lie that are delivered',
      `all ${String(honest)}`,
      String(delivered),
      delivered === honest,
    );
    figures.add(
      'recommendations that are delivered or dropped, as UNGROUNDED, in runs that end',
      `all ${String(asked)}`,
      `${String(delivered + dropped)}, ${String(writtenAnew)} written anew; ${String(odd.length)} runs end otherwise`,
      delivered + dropped === asked && odd.length === 0,
    );
  },
};
