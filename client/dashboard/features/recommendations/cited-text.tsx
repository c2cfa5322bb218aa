import { useId } from 'react';
import type { RecommendationFieldsFragment } from '../../../sdk/index.ts';
import { splitAtQuotes } from '../../lib/recommendation-text.ts';
import { EvidenceFigures } from './evidence-figures.tsx';
import { useEvidenceFocus, usePointing } from './evidence-focus.tsx';

type Citations = RecommendationFieldsFragment['citations'];

/** A text with the words marked that rest on evidence, each followed by the evidence's key. */
export function CitedText({
  text,
  path,
  citations,
}: {
  readonly text: string;
  readonly path: string;
  readonly citations: Citations;
}) {
  const quotes = citations
    .filter((citation) => citation.path === path)
    .map(({ quote, evidence }) => ({ quote, evidenceKey: evidence.key }));
  if (quotes.length === 0) return text;
  return splitAtQuotes(text, quotes).map((part, position) =>
    part.evidenceKeys.length === 0 ? (
      part.text
    ) : (
      <CitedWords key={position} text={part.text} evidenceKeys={part.evidenceKeys} />
    ),
  );
}

function CitedWords({
  text,
  evidenceKeys,
}: {
  readonly text: string;
  readonly evidenceKeys: readonly string[];
}) {
  const { activeKey } = useEvidenceFocus();
  const isActive = activeKey !== null && evidenceKeys.includes(activeKey);
  return (
    <span className="cited">
      <mark className={isActive ? 'is-active' : ''}>{text}</mark>
      {evidenceKeys.map((key) => (
        <CiteButton key={key} evidenceKey={key} />
      ))}
    </span>
  );
}

/** Shows the figure while it has the pointer or the focus. */
function CiteButton({ evidenceKey }: { readonly evidenceKey: string }) {
  const { byKey, activeKey } = useEvidenceFocus();
  const pointing = usePointing(evidenceKey);
  const tipId = useId();
  const item = byKey.get(evidenceKey);
  return (
    <span className="cite">
      <button
        className={`cite-key ${activeKey === evidenceKey ? 'is-active' : ''}`}
        type="button"
        aria-describedby={tipId}
        {...pointing}
      >
        <span className="visually-hidden">Evidence </span>
        {evidenceKey}
      </button>
      <span className="cite-tip" role="tooltip" id={tipId}>
        {item === undefined ? (
          'The evidence was erased.'
        ) : (
          <>
            <strong>{item.summary}</strong>
            <span>
              <EvidenceFigures item={item} />
            </span>
          </>
        )}
      </span>
    </span>
  );
}
