import type { WatchTrendInput } from '../../../sdk/index.ts';
import { useUnwatchTrend, useWatchTrend } from '../../../sdk/react/index.ts';
import { toPlainWords } from '../../lib/plain-error.ts';

/** Whether to be told when a trend explodes. */
export function WatchButton({
  name,
  input,
  isWatched,
}: {
  readonly name: string;
  readonly input: WatchTrendInput;
  readonly isWatched: boolean;
}) {
  const watch = useWatchTrend();
  const unwatch = useUnwatchTrend();
  const { mutate } = isWatched ? unwatch : watch;
  const error = watch.error ?? unwatch.error;
  return (
    <span className="trend-watch">
      {error !== null && (
        <span className="error-text" role="alert">
          {toPlainWords(error)}
        </span>
      )}
      <button
        className="button button-small"
        type="button"
        aria-pressed={isWatched}
        aria-label={`Watch ${name}`}
        disabled={watch.isPending || unwatch.isPending}
        onClick={() => {
          mutate(input);
        }}
      >
        {isWatched ? 'Watched' : 'Watch'}
      </button>
    </span>
  );
}
