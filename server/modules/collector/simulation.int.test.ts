import { describe, expect, it } from '@jest/globals';
import { createTestCollector } from '../../testing/collector.ts';
import {
  countUnbacked,
  gatherEvidence,
  judgeLadder,
  judgeProfiles,
  judgeUploads,
  judgeWindow,
} from '../../testing/simulation-judge.ts';
import { startSimulation } from '../../testing/simulation.ts';
import { ENDPOINTS } from './sync-planner.service.ts';

// The small sister of `npm run verify:collector`.

const START = new Date('2026-08-01T12:00:00Z');
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

describe('days in fast-forward', () => {
  it('keep every rung, see every upload within the hour, and stay below the limit', async () => {
    const limits = Object.fromEntries(
      Object.values(ENDPOINTS).map((endpoint) => [endpoint, { limit: 600, windowMs: MINUTE_MS }]),
    );
    const collector = await createTestCollector({ limits });
    try {
      const simulation = await startSimulation(collector, { workspaces: [1, 2], videos: 40, start: START });
      await simulation.runUntil(new Date(START.getTime() + 2 * DAY_MS));
      const evidence = await gatherEvidence(collector, simulation, START);
      for (const [rung, { due, inTime }] of judgeLadder(evidence)) {
        expect({ rung, inTime }).toEqual({ rung, inTime: due });
        if (rung !== 'weekly') expect(due).toBeGreaterThan(10);
      }
      const uploads = judgeUploads(evidence);
      expect(uploads.due).toBeGreaterThan(0);
      expect(uploads.inTime).toBe(uploads.due);
      const profiles = judgeProfiles(evidence);
      expect(profiles.due).toBeGreaterThanOrEqual(3);
      expect(profiles.inTime).toBe(profiles.due);
      for (const endpoint of Object.values(ENDPOINTS)) {
        expect(judgeWindow(evidence, endpoint, MINUTE_MS)).toMatchObject({ refused: 0 });
      }
      expect(countUnbacked(evidence)).toMatchObject({ unbacked: 0 });
      expect([...simulation.outcomes.keys()]).toEqual(['COMPLETED']);
    } finally {
      await collector.close();
    }
  });
});
