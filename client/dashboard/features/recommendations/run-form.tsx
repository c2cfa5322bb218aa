import { useState } from 'react';
import type { SyntheticEvent } from 'react';
import { InsufficientDataError } from '../../../sdk/index.ts';
import type { ConnectionFieldsFragment, RecommendationGoal, RecommendationKind } from '../../../sdk/index.ts';
import { useGenerateRecommendations } from '../../../sdk/react/index.ts';
import { Problem } from '../../components/ui/states.tsx';
import { toPlainWords } from '../../lib/plain-error.ts';
import { lacksVideos, whyNoVideos } from '../accounts/access.ts';
import { GOAL_LABELS, KIND_LABELS } from './kinds.ts';

const KINDS = Object.keys(KIND_LABELS) as RecommendationKind[];
const GOALS = Object.keys(GOAL_LABELS) as RecommendationGoal[];
const MAX_COUNT = 10;
const MAX_TOPIC_LENGTH = 200;
const LANGUAGES = ['en', 'fr', 'de', 'es', 'it', 'nl', 'pt', 'pl', 'tr', 'ja'];

/** Asks for recommendations. */
export function RunForm({
  connection,
  onStarted,
}: {
  readonly connection: ConnectionFieldsFragment;
  readonly onStarted: (runId: string) => void;
}) {
  const [kinds, setKinds] = useState<readonly RecommendationKind[]>(['IDEA', 'SCRIPT']);
  const [count, setCount] = useState(3);
  const [goal, setGoal] = useState<RecommendationGoal>('REACH');
  const [language, setLanguage] = useState('');
  const [topic, setTopic] = useState('');
  const { mutate, isPending, error } = useGenerateRecommendations();

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const input = {
      connectionId: connection.id,
      kinds,
      count,
      goal,
      ...(language.trim() === '' ? {} : { language: language.trim() }),
      ...(topic.trim() === '' ? {} : { topic: topic.trim() }),
    };
    mutate(input, {
      onSuccess: (run) => {
        onStarted(run.id);
      },
    });
  };
  const toggle = (kind: RecommendationKind): void => {
    // In the order of the list: the run takes the kinds in turn.
    setKinds(KINDS.filter((known) => (known === kind) !== kinds.includes(known)));
  };

  return (
    <form className="run-form" onSubmit={submit}>
      <fieldset className="kinds">
        <legend>What</legend>
        {KINDS.map((kind) => (
          <label key={kind} className="pill">
            <input
              type="checkbox"
              checked={kinds.includes(kind)}
              onChange={() => {
                toggle(kind);
              }}
            />
            <span>{KIND_LABELS[kind]}</span>
          </label>
        ))}
      </fieldset>
      <div className="run-fields">
        <label className="field field-count">
          <span>How many</span>
          <input
            type="number"
            required
            min={1}
            max={MAX_COUNT}
            value={Number.isNaN(count) ? '' : count}
            onChange={(event) => {
              setCount(event.target.valueAsNumber);
            }}
          />
        </label>
        <label className="field">
          <span>Goal</span>
          <select
            value={goal}
            onChange={(event) => {
              setGoal(event.target.value as RecommendationGoal);
            }}
          >
            {GOALS.map((value) => (
              <option key={value} value={value}>
                {GOAL_LABELS[value]}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>Language</span>
          <input
            list="languages"
            placeholder="as in your captions"
            pattern="[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
            title="A language tag such as en, fr or pt-BR"
            value={language}
            onChange={(event) => {
              setLanguage(event.target.value);
            }}
          />
          <datalist id="languages">
            {LANGUAGES.map((value) => (
              <option key={value} value={value} />
            ))}
          </datalist>
        </label>
        <label className="field field-topic">
          <span>Topic</span>
          <input
            maxLength={MAX_TOPIC_LENGTH}
            placeholder="anything"
            value={topic}
            onChange={(event) => {
              setTopic(event.target.value);
            }}
          />
        </label>
        <button className="button button-primary" type="submit" disabled={isPending || kinds.length === 0}>
          {isPending ? 'Starting …' : 'Recommend'}
        </button>
      </div>
      {kinds.length === 0 && <p className="error-text">Choose at least one kind.</p>}
      {lacksVideos(connection) && error === null && (
        <p className="note">
          Recommendations learn from videos, and the permission to read them was not given. Reconnect the
          account and allow it.
        </p>
      )}
      {error instanceof InsufficientDataError ? (
        <p className="note note-error" role="alert">
          {toPlainWords(error)} {whyNoVideos(connection).text}
        </p>
      ) : (
        error !== null && <Problem error={error} />
      )}
    </form>
  );
}
