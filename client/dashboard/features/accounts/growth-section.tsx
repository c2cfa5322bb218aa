import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionQuery } from '../../../sdk/index.ts';
import { connectionOptions, useCreatorgraph } from '../../../sdk/react/index.ts';
import { Choice, Stat } from '../../components/ui/figures.tsx';
import { Loading, Problem } from '../../components/ui/states.tsx';
import {
  formatCompact,
  formatDay,
  formatLongDay,
  formatPercent,
  formatSigned,
  formatSignedPercent,
} from '../../lib/format.ts';
import { fillDays } from '../../lib/series.ts';
import type { DayValue } from '../../lib/series.ts';
import { GrowthChart } from './growth-chart.tsx';
import { GrowthTable } from './growth-table.tsx';

type Analytics = NonNullable<NonNullable<ConnectionQuery['connection']>['analytics']>;
type Measure = 'followers' | 'views';

const MEASURES = {
  followers: { label: 'Followers', form: 'line', noun: 'followers' },
  views: { label: 'Views gained', form: 'bars', noun: 'views gained' },
} as const;

const RANGES = [7, 28, 90, 365].map((value) => ({ value, label: `${String(value)} days` }));

/** Daily growth of an account over a range of days. */
export function GrowthSection({ id }: { readonly id: string }) {
  const [days, setDays] = useState(28);
  const [measure, setMeasure] = useState<Measure>('followers');
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...connectionOptions(useCreatorgraph(), id, { days }),
    placeholderData: keepPreviousData,
  });
  const analytics = data?.connection.analytics;
  return (
    <section className="panel" aria-labelledby="growth-title">
      <div className="section-head">
        <h2 id="growth-title">Growth</h2>
        <div className="row">
          <Choice
            label="Measure"
            options={[
              { value: 'followers', label: 'Followers' },
              { value: 'views', label: 'Views' },
            ]}
            value={measure}
            onChange={setMeasure}
          />
          <Choice label="Days" options={RANGES} value={days} onChange={setDays} />
        </div>
      </div>
      {analytics ? (
        <div className="growth" aria-busy={isPlaceholderData}>
          <Growth analytics={analytics} measure={measure} days={days} />
        </div>
      ) : error !== null ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading label="Loading" />
      ) : (
        <p className="muted">The figures are not available at the moment.</p>
      )}
    </section>
  );
}

function Growth({
  analytics,
  measure,
  days,
}: {
  readonly analytics: Analytics;
  readonly measure: Measure;
  readonly days: number;
}) {
  const { label, form, noun } = MEASURES[measure];
  const { totals, change, coverage } = analytics;
  const series: DayValue[] = fillDays(analytics.points, totals, (point) =>
    measure === 'followers' ? point.followers : point.viewsGained,
  );
  const before = `${String(days)} days before`;
  return (
    <>
      <dl className="stats">
        <Stat label="Followers gained">
          {formatSigned(totals.followersGained)}
          <Against relative={change?.followersGained?.relative} label={before} />
        </Stat>
        <Stat label="Views">
          {formatCompact(totals.views)}
          <Against relative={change?.views?.relative} label={before} />
        </Stat>
        <Stat label="Likes">
          {formatCompact(totals.likes)}
          <Against relative={change?.likes?.relative} label={before} />
        </Stat>
        <Stat label="Videos posted">{totals.videosPosted}</Stat>
        <Stat label="Engagement by views">{formatPercent(totals.engagementRate?.value)}</Stat>
      </dl>
      <GrowthChart key={measure} days={series} form={form} label={label} noun={noun} />
      <p className="muted small">
        {describeSpan(totals)}. {formatPercent(coverage.observedShare)} of the days were observed
        {coverage.interpolatedPoints > 0 && `, ${String(coverage.interpolatedPoints)} are interpolated`}.
      </p>
      <GrowthTable points={analytics.points} />
    </>
  );
}

/** With years where they differ. */
function describeSpan({ from, to }: { readonly from: string; readonly to: string }): string {
  const format = from.slice(0, 4) === to.slice(0, 4) ? formatDay : formatLongDay;
  return `${format(from)} – ${format(to)}`;
}

function Against({
  relative,
  label,
}: {
  readonly relative: number | null | undefined;
  readonly label: string;
}) {
  if (relative === null || relative === undefined) return null;
  const direction = relative > 0 ? 'up' : relative < 0 ? 'down' : 'flat';
  return (
    <span className={`change change-${direction} change-block`}>
      {formatSignedPercent(relative)} <span className="change-label">vs {label}</span>
    </span>
  );
}
