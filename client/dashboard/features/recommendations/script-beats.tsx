import type { ReactNode } from 'react';
import type { RecommendationFieldsFragment } from '../../../sdk/index.ts';
import { formatDuration } from '../../lib/format.ts';
import { groupEntries } from '../../lib/recommendation-text.ts';

/** A script, beat by beat; the seconds come once it is stored. */
export function ScriptBeats({
  texts,
  script,
  write,
}: {
  readonly texts: Readonly<Record<string, string>>;
  readonly script: RecommendationFieldsFragment['script'];
  readonly write: (path: string) => ReactNode;
}) {
  const beats = groupEntries(texts, 'script');
  if (beats.length === 0) return null;
  return (
    <div className="text-field">
      <h4>Script</h4>
      <ol className="script">
        {beats.map((beat, position) => {
          const seconds = script[position];
          const path = `script[${String(position)}]`;
          return (
            <li key={position}>
              <span className="script-time muted small">
                {seconds === undefined
                  ? String(position + 1)
                  : `${formatDuration(seconds.startSecond)}–${formatDuration(seconds.endSecond)}`}
              </span>
              <div>
                {'line' in beat && <p>{write(`${path}.line`)}</p>}
                {'visual' in beat && <p className="muted small">Shown: {write(`${path}.visual`)}</p>}
              </div>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
