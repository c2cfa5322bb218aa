import { useState } from 'react';
import { useVideos } from '../../../sdk/react/index.ts';
import { formatInstant } from '../../lib/format.ts';

const NEWEST = 20;

/** Asks which video was made from a recommendation, which may stay open, before it is marked as used. */
export function UsedForm({
  title,
  createdAt,
  connectionId,
  isPending,
  onUsed,
  onCancel,
}: {
  readonly title: string;
  /** Of the recommendation: what was posted before was not made from it. */
  readonly createdAt: string;
  readonly connectionId: string;
  readonly isPending: boolean;
  readonly onUsed: (videoId: string | null) => void;
  readonly onCancel: () => void;
}) {
  const [videoId, setVideoId] = useState<string | null>(null);
  const { data } = useVideos({ connectionIds: [connectionId], first: NEWEST });
  const later = data?.nodes.filter(({ postedAt }) => postedAt >= createdAt) ?? [];
  return (
    <form
      className="row actions"
      onSubmit={(event) => {
        event.preventDefault();
        onUsed(videoId);
      }}
    >
      <select
        className="select-small"
        aria-label={`Video made from: ${title}`}
        autoFocus
        value={videoId ?? ''}
        onChange={({ target }) => {
          setVideoId(target.value === '' ? null : target.value);
        }}
      >
        <option value="">Not posted yet</option>
        {later.map((video) => (
          <option key={video.id} value={video.id}>
            {formatInstant(video.postedAt)} · {(video.title ?? 'Untitled').slice(0, 60)}
          </option>
        ))}
      </select>
      <button className="button button-small" type="submit" disabled={isPending}>
        Mark as used
      </button>
      <button className="button button-small" type="button" disabled={isPending} onClick={onCancel}>
        Cancel
      </button>
    </form>
  );
}
