import { serverAudits } from 'graphql-http';
import type { Session } from '../session.ts';

/** graphql-http's suite for GraphQL over HTTP. */
export async function checkHttpAudit({ caller, figures }: Session): Promise<void> {
  const audits = serverAudits({ url: `${caller.url}/graphql`, fetchFn: fetch });
  for (const level of ['MUST', 'SHOULD', 'MAY'] as const) {
    const ofLevel = audits.filter(({ name }) => name.startsWith(`${level} `));
    const failed: string[] = [];
    for (const audit of ofLevel) {
      const result = await audit.fn();
      if (result.status !== 'ok') failed.push(`${audit.id} ${audit.name}: ${result.reason}`);
    }
    const total = String(ofLevel.length);
    figures.add(
      `graphql-http audit, ${level}`,
      level === 'MAY' ? 'any' : `${total} of ${total}`,
      [`${String(ofLevel.length - failed.length)} of ${total}`, ...failed].join('; '),
      level === 'MAY' || (ofLevel.length > 0 && failed.length === 0),
    );
  }
}
