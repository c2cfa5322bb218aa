import type { RecommendationFieldsFragment, RecommendationKind } from '../../../sdk/index.ts';
import { formatInstantIn, formatSignedPercent } from '../../lib/format.ts';
import { CitedText } from './cited-text.tsx';
import { KIND_LABELS } from './kinds.ts';
import { OutcomeLine } from './outcome-line.tsx';
import { RecommendationActions } from './recommendation-actions.tsx';
import { ScriptBeats } from './script-beats.tsx';

const LONG_FIELDS = [
  ['hook', 'Hook'],
  ['idea', 'Why and how'],
  ['caption', 'Caption'],
  ['callToAction', 'Call to action'],
] as const;

const HASHTAG_BASES = {
  OWN_WINNER: 'Your own posts with it did better',
  RISING: 'A trend that rises, and matters to the account',
  TOPIC: 'What it is about',
} as const;

const SLOT_BASES = {
  EVIDENCE: 'does better',
  EXPERIMENT: 'to learn',
  HABIT: 'your usual time',
} as const;

/** One recommendation, while it grows and after. Texts are those of the stream; the rest comes once it is stored. */
export function RecommendationCard({
  kind,
  texts,
  recommendation,
  state = 'complete',
  timezone,
}: {
  readonly kind: RecommendationKind;
  readonly texts: Readonly<Record<string, string>>;
  readonly recommendation: RecommendationFieldsFragment | null;
  readonly state?: 'writing' | 'complete' | 'unfinished';
  readonly timezone: string;
}) {
  const isWriting = state === 'writing';
  const citations = recommendation?.citations ?? [];
  // Fields are written one after another, so the words grow in the one begun last.
  const growing = isWriting ? Object.keys(texts).at(-1) : undefined;
  const write = (path: string) => (
    <span className={path === growing ? 'is-growing' : undefined}>
      <CitedText text={texts[path] ?? ''} path={path} citations={citations} />
    </span>
  );
  const hashtags = recommendation?.hashtags ?? [];
  return (
    <article className={`recommendation ${isWriting ? 'is-writing' : ''}`} aria-busy={isWriting}>
      <p className="row small">
        <span className="tag tag-kind">{KIND_LABELS[kind]}</span>
        {state === 'unfinished' && <span className="tag">unfinished</span>}
        {recommendation !== null && recommendation.status !== 'NEW' && (
          <span className="tag">{recommendation.status.toLowerCase()}</span>
        )}
      </p>
      <h3>{texts['title'] === undefined ? <span className="is-growing" /> : write('title')}</h3>
      {LONG_FIELDS.map(([path, label]) =>
        texts[path] === undefined ? null : (
          <div key={path} className={`text-field text-${path}`}>
            <h4>{label}</h4>
            <p>{write(path)}</p>
          </div>
        ),
      )}
      <ScriptBeats texts={texts} script={recommendation?.script ?? []} write={write} />
      {hashtags.length > 0 && (
        <ul className="hashtags" aria-label="Hashtags">
          {hashtags.map(({ hashtag, basis, lift }) => (
            <li key={hashtag} title={HASHTAG_BASES[basis]}>
              #{hashtag}
              {basis === 'RISING' && <span className="tag"> rising</span>}
              {lift?.verdict === 'HIGHER' && (
                <span className="tag"> {formatSignedPercent(lift.value)} views</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {recommendation?.sound != null && (
        <div className="text-field">
          <h4>Sound</h4>
          <p>
            {recommendation.sound.name}
            {recommendation.sound.isExploding && <span className="tag"> exploding</span>}
          </p>
        </div>
      )}
      {recommendation !== null && recommendation.postAt.length > 0 && (
        <div className="text-field">
          <h4>Post at</h4>
          <ul className="slots">
            {recommendation.postAt.map(({ at, basis }) => (
              <li key={at}>
                {formatInstantIn(at, timezone)} <span className="tag">{SLOT_BASES[basis]}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {recommendation !== null && <OutcomeLine recommendation={recommendation} />}
      {recommendation !== null && <RecommendationActions recommendation={recommendation} />}
    </article>
  );
}
