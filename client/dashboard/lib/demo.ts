/** The sandbox's demo workspace, which whoever reaches the server shares. */
export interface Demo {
  readonly apiKey: string;
  /** Of the person whom everybody may be there, without a password. */
  readonly ownerEmail: string;
}

/** The demo of this server; null in live mode, and where the server does not answer. */
export async function readDemo(): Promise<Demo | null> {
  try {
    const answer = await fetch('/api/demo', { headers: { accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as Demo) : null;
  } catch {
    return null;
  }
}
