import type { ReactNode } from 'react';
import { toPlainWords } from '../../lib/plain-error.ts';

/** Something is on its way. */
export function Loading({ label }: { readonly label: string }) {
  return (
    <p className="loading" role="status">
      <span className="spinner" aria-hidden="true" />
      {label} …
    </p>
  );
}

/** Something failed, in plain words, with a way on where there is one. */
export function Problem({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  return (
    <div className="note note-error" role="alert">
      <p>{toPlainWords(error)}</p>
      {onRetry !== undefined && (
        <button className="button button-small" type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** The next page of a list; nothing where there is none. */
export function LoadMore({
  query,
  label = 'Load more',
  className = 'button',
}: {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  readonly label?: string;
  readonly className?: string;
}) {
  if (!query.hasNextPage) return null;
  return (
    <button
      className={className}
      type="button"
      disabled={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {query.isFetchingNextPage ? 'Loading …' : label}
    </button>
  );
}

/** There is nothing, and that is no fault. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <h3>{title}</h3>
      {children}
    </div>
  );
}

/** Some of what was asked for could not be had; the rest is shown. */
export function PartialNotice({ problems }: { readonly problems: readonly Error[] }) {
  const [problem] = problems;
  if (problem === undefined) return null;
  return (
    <p className="note" role="status">
      Some figures could not be loaded. {toPlainWords(problem)}
    </p>
  );
}
