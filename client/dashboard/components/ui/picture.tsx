import { useState } from 'react';
import type { ReactNode } from 'react';
import { ownAddress } from '../../lib/own-address.ts';

/** A picture that stands beside its name, so it needs none of its own. */
export function Picture({
  url,
  placeholder,
}: {
  /** Null until the server has it. */
  readonly url: string | null;
  /** Shown meanwhile, and where it cannot be loaded. */
  readonly placeholder: ReactNode;
}) {
  const [failed, setFailed] = useState<string | null>(null);
  if (url === null || url === failed) return placeholder;
  return (
    <img
      src={ownAddress(url)}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => {
        setFailed(url);
      }}
    />
  );
}
