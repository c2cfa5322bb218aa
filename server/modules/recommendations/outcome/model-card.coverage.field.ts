import { builder } from '../../../schema/builder.ts';
import { ModelCard } from '../../analytics/model-card.query.ts';
import { shareOfExpectationsHeld } from './calibration.service.ts';

builder.objectField(ModelCard, 'coverage', (t) =>
  t.float({
    nullable: true,
    description:
      'Share of intervals that held on real outcomes, 0–1; null where none are measured, and before enough of them were.',
    // The outcomes of recommendations that were used are the only ones that come in.
    resolve: ({ model }, _args, { services }) =>
      model === 'EXPECTED_OUTCOME' ? shareOfExpectationsHeld(services) : null,
  }),
);
