import { builder } from '../../../schema/builder.ts';
import { Verdict } from '../analytics.enums.ts';
import { EstimateInterval } from '../estimate.type.ts';
import type { Lift as LiftShape } from './lift.ts';

export const Lift = builder.objectRef<LiftShape>('Lift').implement({
  description:
    "Views associated with a property of posts, against the account's usual: 0.25 is +25 %. Shrunken towards what is usual, the more the fewer posts there are; never a cause.",
  fields: (t) => ({
    value: t.exposeFloat('value', {
      description: 'A fraction: 0.25 is +25 % views, −0.2 is −20 %. Shrunken.',
    }),
    interval: t.expose('interval', { type: EstimateInterval, description: 'How far off it may be.' }),
    sampleSize: t.exposeInt('sampleSize', { description: 'Posts with the property.' }),
    unshrunken: t.exposeFloat('unshrunken', {
      nullable: true,
      description:
        "The plain average's lift, for comparison: of few posts it is mostly noise. Null without a post.",
    }),
    verdict: t.expose('verdict', {
      type: Verdict,
      description: 'What may be said of it; an interval alone allows no claim, since many are looked at.',
    }),
    definition: t.exposeString('definition', { description: 'What is compared with what.' }),
  }),
});
