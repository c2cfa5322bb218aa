import { useInfiniteQuery } from '@tanstack/react-query';
import type { ConnectionFieldsFragment } from '../../../sdk/index.ts';
import { importsOptions, useCreatorgraph } from '../../../sdk/react/index.ts';
import { TimeAgo } from '../../components/ui/figures.tsx';
import { LoadMore, Problem } from '../../components/ui/states.tsx';
import { ImportForm } from './import-form.tsx';
import { ImportOutcome } from './import-outcome.tsx';
import { isUnderWay } from './import-words.ts';

/** Events tell of the end; this is for when they do not come. */
const LOOK_AGAIN_MS = 3_000;

/** Files of TikTok's own that fill in what was before the account was connected. */
export function ImportsSection({ connection: { id } }: { readonly connection: ConnectionFieldsFragment }) {
  const imports = useInfiniteQuery({
    ...importsOptions(useCreatorgraph(), id),
    refetchInterval: ({ state }) => {
      const nodes = state.data?.pages.flatMap(({ edges }) => edges.map(({ node }) => node)) ?? [];
      return nodes.some(isUnderWay) ? LOOK_AGAIN_MS : false;
    },
  });
  const { data, error, refetch } = imports;
  const items = data?.nodes ?? [];
  const stored = items.filter(({ mode }) => mode === 'STORE');
  return (
    <section className="panel" aria-labelledby="imports-title">
      <div className="section-head">
        <h2 id="imports-title">History from TikTok’s own files</h2>
      </div>
      <p className="muted">
        What was before the account was connected only TikTok knows. Bring what it lets you download: files of
        TikTok Studio or Business Suite, or the JSON of “Download your data”. Nothing is stored before you
        have seen what a file holds.
      </p>
      <ImportForm connectionId={id} items={items} />
      {error !== null && data === undefined && <Problem error={error} onRetry={() => void refetch()} />}
      {stored.length > 0 && (
        <>
          <h3>Imported files</h3>
          <ul className="import-list">
            {stored.map((item) => (
              <li key={item.id}>
                <div className="import-head">
                  <strong>{item.fileName}</strong>
                  <span className="muted small">
                    <TimeAgo at={item.createdAt} />
                  </span>
                </div>
                <ImportOutcome item={item} />
              </li>
            ))}
          </ul>
        </>
      )}
      <LoadMore query={imports} className="button load-more" />
    </section>
  );
}
