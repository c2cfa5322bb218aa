import { builder } from '../../schema/builder.ts';

export const JobStatus = builder.enumType('JobStatus', {
  description: "A job's state.",
  values: {
    QUEUED: { description: 'Waits for a worker.' },
    RUNNING: { description: 'Is worked on.' },
    COMPLETED: { description: 'Ended well.' },
    FAILED: { description: 'Ended badly; see `error`.' },
  },
});

export const ImportMode = builder.enumType('ImportMode', {
  description: 'Whether to store.',
  values: {
    DRY_RUN: { description: 'Says what would be stored.' },
    STORE: { description: 'Stores it.' },
  },
});
