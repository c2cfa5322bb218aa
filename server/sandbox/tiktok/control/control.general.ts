import { z } from 'zod';

import { SANDBOX_CLIENT_KEY } from '../context.ts';
import { defineControls } from './control.ts';
import { ENDPOINTS } from '../endpoints.ts';
import { faultSchema } from '../faults/faults.ts';
import { changeSettings } from '../settings.ts';

const clockSchema = z.object({
  now: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    // The worlds are planned week by week up to the instant: centuries ahead would take for ever.
    .refine((instant) => instant.getUTCFullYear() >= 2000 && instant.getUTCFullYear() < 2100, '2000 to 2099')
    .nullable(),
});

const logQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  endpoint: z.enum(ENDPOINTS).optional(),
  limit: z.coerce.number().int().min(1).max(200_000).default(50_000),
});

export const GENERAL_CONTROLS = defineControls([
  {
    method: 'GET',
    path: '/_sandbox/health',
    description: 'Which sandbox this is, its client key, whose it is, and its clock.',
    answer: (sandbox) => ({
      sandbox: 'tiktok',
      clientKey: SANDBOX_CLIENT_KEY,
      deployment: sandbox.deployment,
      now: sandbox.clock.now().toISOString(),
    }),
  },
  {
    method: 'GET',
    path: '/_sandbox/clock',
    description: "The sandbox's clock.",
    answer: (sandbox) => ({ now: sandbox.clock.now().toISOString() }),
  },
  {
    method: 'PUT',
    path: '/_sandbox/clock',
    description:
      '`{"now": "2026-08-01T12:00:00Z"}` lets it stand there; `{"now": null}` lets it follow real time again.',
    answer(sandbox, { body }) {
      const { now } = clockSchema.parse(body);
      if (now === null) sandbox.clock.release();
      else sandbox.clock.standAt(now);
      return { now: sandbox.clock.now().toISOString() };
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/faults',
    description: 'The faults that wait.',
    answer: (sandbox) => ({ faults: sandbox.faults.list() }),
  },
  {
    method: 'PUT',
    path: '/_sandbox/faults',
    description:
      'A list of faults in place of the former: `[{"endpoint": "video/list", "kind": "internal_error", "times": 2}]`. Of several that are due at a call the first one meets it.',
    answer(sandbox, { body }) {
      sandbox.faults.replace(z.array(faultSchema).parse(body));
      return { faults: sandbox.faults.list() };
    },
  },
  {
    method: 'DELETE',
    path: '/_sandbox/faults',
    description: 'Takes all faults away.',
    answer(sandbox) {
      sandbox.faults.replace([]);
      return { faults: [] };
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/settings',
    description: 'The settings.',
    answer: (sandbox) => sandbox.settings,
  },
  {
    method: 'PUT',
    path: '/_sandbox/settings',
    description:
      'Changes the settings that the body names, such as `{"tokenLifetime": "old"}`; the others stay as they are.',
    answer(sandbox, { body }) {
      changeSettings(sandbox.settings, body);
      return sandbox.settings;
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/calls',
    description: 'Calls by endpoint since the start or the last reset, failed ones included.',
    answer: (sandbox) => ({
      calls: Object.fromEntries(ENDPOINTS.map((name) => [name, sandbox.callLog.count(name)])),
    }),
  },
  {
    method: 'DELETE',
    path: '/_sandbox/calls',
    description: 'Counts from 0 again.',
    answer(sandbox) {
      sandbox.callLog.resetCounts();
      return { calls: {} };
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/log',
    description:
      'The calls one by one, oldest first. Optional: `?after=` a sequence, `endpoint=`, `limit=` (50000). `last` is the newest sequence, `dropped` how many made way for newer ones: the newest 200,000 are kept.',
    answer({ callLog }, { query }) {
      return { entries: callLog.read(logQuery.parse(query)), last: callLog.last, dropped: callLog.dropped };
    },
  },
  {
    method: 'DELETE',
    path: '/_sandbox/log',
    description: 'Forgets the calls; sequences go on.',
    answer({ callLog }) {
      callLog.clear();
      return { entries: [], last: callLog.last, dropped: callLog.dropped };
    },
  },
]);
