import { builder, type SchemaTypes } from '../../schema/builder.ts';
import { EngagementRateDefinition, Interval, RateAggregation } from './analytics.enums.ts';

type Arg = PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'Arg'>['field'];

const DateSpanInput = builder.inputType('DateSpanInput', {
  description: 'Both days included; at most ten years.',
  fields: (t) => ({
    from: t.field({ type: 'Date', required: true, description: 'First day.' }),
    to: t.field({ type: 'Date', required: true, description: 'Last day.' }),
  }),
});

export const DateRangeInput = builder.inputType('DateRangeInput', {
  description: "One of: the last n whole days, today included, in the connection's time zone; or given days.",
  isOneOf: true,
  fields: (t) => ({
    lastDays: t.int({ description: 'Days, today included: 1–3,660.' }),
    between: t.field({ type: DateSpanInput, description: 'Given days.' }),
  }),
});

/** `range` and `interval`, as every series takes them. */
export function rangeArguments(arg: Arg) {
  return {
    range: arg({
      type: DateRangeInput,
      required: true,
      defaultValue: { lastDays: 28 },
      description: "Days, in the connection's time zone.",
    }),
    interval: arg({ type: Interval, required: true, defaultValue: 'DAY', description: 'Width of a bucket.' }),
  };
}

/** How posts become one rate, as every rate of several posts takes it. */
export function rateArguments(arg: Arg) {
  return {
    definition: arg({
      type: EngagementRateDefinition,
      required: true,
      defaultValue: 'BY_VIEWS',
      description: 'What to divide by.',
    }),
    aggregation: arg({
      type: RateAggregation,
      required: true,
      defaultValue: 'POOLED',
      description: 'How several posts become one rate.',
    }),
  };
}
