import type { EvidenceFieldsFragment } from '../../../sdk/index.ts';
import { TimeAgo } from '../../components/ui/figures.tsx';
import { EvidenceFigures } from './evidence-figures.tsx';
import { useEvidenceFocus, usePointing } from './evidence-focus.tsx';

/** What the text may rest on. What it does rest on is lit, and comes first. */
export function EvidenceList({
  evidence,
  citedKeys,
}: {
  readonly evidence: readonly EvidenceFieldsFragment[];
  readonly citedKeys: ReadonlySet<string>;
}) {
  if (evidence.length === 0) return null;
  const cited = evidence.filter(({ key }) => citedKeys.has(key));
  const others = evidence.filter(({ key }) => !citedKeys.has(key));
  return (
    <aside className="evidence" aria-labelledby="evidence-title">
      <h3 id="evidence-title">Evidence</h3>
      {cited.length > 0 && (
        <ol>
          {cited.map((item) => (
            <EvidenceItem key={item.id} item={item} isCited />
          ))}
        </ol>
      )}
      {others.length > 0 && (
        <details open={cited.length === 0}>
          <summary>{cited.length === 0 ? 'Looking at' : `Also looked at (${String(others.length)})`}</summary>
          <ol>
            {others.map((item) => (
              <EvidenceItem key={item.id} item={item} isCited={false} />
            ))}
          </ol>
        </details>
      )}
    </aside>
  );
}

function EvidenceItem({
  item,
  isCited,
}: {
  readonly item: EvidenceFieldsFragment;
  readonly isCited: boolean;
}) {
  const { activeKey } = useEvidenceFocus();
  const pointing = usePointing(item.key);
  const shareUrl = item.__typename === 'VideoEvidence' ? (item.video?.shareUrl ?? null) : null;
  return (
    <li
      className={`evidence-item ${isCited ? 'is-cited' : ''} ${activeKey === item.key ? 'is-active' : ''}`}
      {...pointing}
    >
      <span className="evidence-key">{item.key}</span>
      <div>
        <p>
          {item.summary}
          {isCited && <span className="visually-hidden"> (cited)</span>}
        </p>
        <p className="muted small">
          <EvidenceFigures item={item} />
          {shareUrl !== null && (
            <>
              {' · '}
              <a href={shareUrl} target="_blank" rel="noreferrer">
                video
              </a>
            </>
          )}
          {' · '}
          <TimeAgo at={item.capturedAt} />
        </p>
      </div>
    </li>
  );
}
