import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type {
  FormatDimension,
  PerformanceQuery,
  RateWithIntervalFieldsFragment,
} from '../../../sdk/index.ts';
import { performanceOptions, useCreatorgraph } from '../../../sdk/react/index.ts';
import { Choice, Stat, TimeAgo } from '../../components/ui/figures.tsx';
import { Loading, PartialNotice, Problem } from '../../components/ui/states.tsx';
import { formatDay, formatPercent, formatTick, formatWhole } from '../../lib/format.ts';
import { BestVideos } from './best-videos.tsx';
import { LiftTable } from './lift-table.tsx';
import { PostingTimes } from './posting-times.tsx';

type Account = NonNullable<PerformanceQuery['connection']>;
type Performance = NonNullable<Account['performance']>;

/** What a class needs in front of it to say what it is of. */
const DIMENSIONS: Readonly<Record<FormatDimension, string>> = {
  DURATION: 'Length: ',
  ORIENTATION: 'Shape: ',
  FORMAT: '',
  CAPTION_LENGTH: 'Caption: ',
  POSTING_FREQUENCY: '',
};

const RANGES = [28, 90, 365].map((value) => ({ value, label: `${String(value)} days` }));

/** What goes along with more views of an account, and what is not known yet. */
export function PerformanceSection({ id }: { readonly id: string }) {
  const [days, setDays] = useState(90);
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...performanceOptions(useCreatorgraph(), id, { days }),
    placeholderData: keepPreviousData,
  });
  return (
    <section className="panel" aria-labelledby="performance-title">
      <div className="section-head">
        <h2 id="performance-title">What works</h2>
        <Choice label="Posts of the last" options={RANGES} value={days} onChange={setDays} />
      </div>
      {data === undefined ? (
        error === null ? (
          <Loading label="Loading the analysis" />
        ) : (
          <Problem error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <div className="performance" aria-busy={isPlaceholderData}>
          <PartialNotice problems={data.problems} />
          <Rates account={data.connection} />
          {data.connection.performance === null ? (
            data.problems.length === 0 && (
              <p className="muted">Not computed yet: that happens within minutes of the first sync.</p>
            )
          ) : (
            <Parts performance={data.connection.performance} />
          )}
        </div>
      )}
    </section>
  );
}

function Rates({ account: { performance, forecast } }: { readonly account: Account }) {
  return (
    <dl className="stats">
      {performance !== null && (
        <>
          <Stat label="Engagement by views">
            <Rate rate={performance.byViews} />
          </Stat>
          <Stat label="By followers, median post">
            <Rate rate={performance.byFollowers} />
          </Stat>
        </>
      )}
      <Forecast forecast={forecast} />
    </dl>
  );
}

function Rate({ rate }: { readonly rate: RateWithIntervalFieldsFragment | null }) {
  return (
    <>
      {formatPercent(rate?.value)}
      {rate !== null && (
        <Note>
          {rate.interval !== null &&
            `${formatPercent(rate.interval.lower)} to ${formatPercent(rate.interval.upper)}, `}
          {rate.sampleSize} {rate.sampleSize === 1 ? 'post' : 'posts'}
        </Note>
      )}
    </>
  );
}

function Forecast({ forecast }: { readonly forecast: Account['forecast'] }) {
  if (forecast === null) return null;
  if (forecast.__typename === 'InsufficientData') {
    return (
      <Stat label="Followers in 14 days">
        –
        <Note>
          needs {forecast.requiredDays} days of history, there are {forecast.availableDays}
        </Note>
      </Stat>
    );
  }
  const last = forecast.points.at(-1);
  if (last === undefined) return null;
  return (
    <Stat label={`Followers on ${formatDay(last.date)}`}>
      <span title={formatWhole(Math.round(last.value))}>{formatTick(last.value)}</span>
      <Note>
        {formatTick(last.interval.lower)} to {formatTick(last.interval.upper)} with{' '}
        {formatPercent(forecast.confidence)}; such held in {formatPercent(forecast.backtest.coverage)} so far
      </Note>
    </Stat>
  );
}

function Parts({ performance }: { readonly performance: Performance }) {
  const { bestVideos, hashtags, formats, postingTimes, freshness } = performance;
  return (
    <>
      {bestVideos !== null && <BestVideos videos={bestVideos} />}
      {postingTimes !== null && <PostingTimes times={postingTimes} />}
      {hashtags !== null && (
        <LiftTable
          title="Hashtags"
          empty="No hashtag was used often enough to compare."
          rows={hashtags.map(({ hashtag, lift }) => ({ name: `#${hashtag}`, lift }))}
        />
      )}
      {formats !== null && (
        <LiftTable
          title="Formats"
          empty="There are too few posts to compare formats."
          rows={formats.map(({ dimension, label, lift }) => ({
            name: `${DIMENSIONS[dimension]}${label}`,
            lift,
          }))}
        />
      )}
      <p className="muted small">
        Views that go along with something, against what was usual for the account at the time; not what
        causes them. Computed <TimeAgo at={freshness.computedAt} />
        {freshness.isStale && '; newer figures are on their way'}.
      </p>
    </>
  );
}

function Note({ children }: { readonly children: ReactNode }) {
  return <span className="change change-flat change-block change-label">{children}</span>;
}
