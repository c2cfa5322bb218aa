import type { EvidenceFieldsFragment } from '../../../sdk/index.ts';
import { TimeAgo } from '../../components/ui/figures.tsx';
import { EvidenceFigures } from './evidence-figures.tsx';
import { useEvidenceFocus, usePointing } from './evidence-focus.tsx';

/** What the text may rest on; what it does rest on is lit. */
export function EvidenceList({
  evidence,
  citedKeys,
}: {
  readonly evidence: readonly EvidenceFieldsFragment[];
  readonly citedKeys: ReadonlySet<string>;
}) {
  if (evidence.length === 0) return null;
  return (
    <aside className="evidence" aria-labelledby="evidence-title">
      <h3 id="evidence-title">Evidence</h3>
      <ol>
        {evidence.map((item) => (
          <EvidenceItem key={item.id} item={item} isCited={citedKeys.has(item.key)} />
        ))}
      </ol>
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
