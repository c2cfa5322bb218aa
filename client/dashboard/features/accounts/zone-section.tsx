import { useState } from 'react';
import type { ConnectionFieldsFragment } from '../../../sdk/index.ts';
import { useUpdateConnection } from '../../../sdk/react/index.ts';
import { ErrorText, Field } from '../../components/ui/forms.tsx';
import { toPlainWords } from '../../lib/plain-error.ts';

const OWN_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Says in which time zone an account's days and hours are read, since TikTok does not. */
export function ZoneSection({ connection }: { readonly connection: ConnectionFieldsFragment }) {
  const { id, timezone } = connection;
  const [chosen, setChosen] = useState<string | null>(null);
  const update = useUpdateConnection();
  const value = chosen ?? timezone;
  // Links such as Asia/Calcutta are no part of what the browser lists.
  const zones = [...new Set(['UTC', timezone, OWN_ZONE, ...Intl.supportedValuesOf('timeZone')])].sort();
  return (
    <section className="panel" aria-labelledby="zone-title">
      <h2 id="zone-title">Time zone</h2>
      <p className="muted">
        Days begin and posting times are read where the audience lives. A change moves the borders of all
        days, of past ones too.
      </p>
      <form
        className="form-grid"
        onSubmit={(event) => {
          event.preventDefault();
          update.mutate(
            { connectionId: id, timezone: value },
            {
              onSuccess: () => {
                setChosen(null);
              },
            },
          );
        }}
      >
        <Field
          label="Time zone of the account"
          hint={OWN_ZONE === timezone ? undefined : `You are in ${OWN_ZONE}.`}
        >
          {(ties) => (
            <select
              {...ties}
              value={value}
              onChange={(event) => {
                setChosen(event.target.value);
              }}
            >
              {zones.map((zone) => (
                <option key={zone}>{zone}</option>
              ))}
            </select>
          )}
        </Field>
        <div className="form-end">
          <button className="button" type="submit" disabled={update.isPending || value === timezone}>
            {update.isPending ? 'Saving …' : 'Save the time zone'}
          </button>
          {update.isSuccess && chosen === null && <span role="status">Days are read in {timezone} now.</span>}
          <ErrorText>{update.error && toPlainWords(update.error)}</ErrorText>
        </div>
      </form>
    </section>
  );
}
