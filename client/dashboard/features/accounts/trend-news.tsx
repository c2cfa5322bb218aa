import { useExplodedTrends } from '../../../sdk/react/index.ts';
import { TimeAgo } from '../../components/ui/figures.tsx';
import { nameTrend } from '../trends/trend-words.ts';

/** Trends that began to explode while the account was on screen, live. */
export function TrendNews({ connectionId }: { readonly connectionId: string }) {
  const trends = useExplodedTrends(connectionId);
  return (
    <div role="status">
      {trends.map(({ id, kind, name, region, at }) => (
        <p key={id}>
          {nameTrend({ kind, name })}
          {region !== null && ` (${region})`} began to explode{' '}
          <span className="muted">
            · <TimeAgo at={at} />
          </span>
        </p>
      ))}
    </div>
  );
}
