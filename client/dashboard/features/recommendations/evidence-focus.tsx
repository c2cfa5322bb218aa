import { createContext, use, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { EvidenceFieldsFragment } from '../../../sdk/index.ts';

interface EvidenceFocus {
  readonly byKey: ReadonlyMap<string, EvidenceFieldsFragment>;
  /** The evidence that is pointed at, from its side or from the text's. */
  readonly activeKey: string | null;
  readonly setActiveKey: (key: string | null) => void;
}

const NOTHING: EvidenceFocus = { byKey: new Map(), activeKey: null, setActiveKey: () => undefined };
const FocusContext = createContext<EvidenceFocus>(NOTHING);

/** Ties the words below it to the evidence below it: pointing at one lights up the other. */
export function EvidenceFocusProvider({
  evidence,
  children,
}: {
  readonly evidence: readonly EvidenceFieldsFragment[];
  readonly children: ReactNode;
}) {
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const value = useMemo(
    () => ({ byKey: new Map(evidence.map((item) => [item.key, item])), activeKey, setActiveKey }),
    [evidence, activeKey],
  );
  return <FocusContext value={value}>{children}</FocusContext>;
}

/** What is pointed at. */
export function useEvidenceFocus(): EvidenceFocus {
  return use(FocusContext);
}

/** Handlers that point at a piece of evidence, by pointer and by keyboard. */
export function usePointing(key: string) {
  const { setActiveKey } = useEvidenceFocus();
  const point = (): void => {
    setActiveKey(key);
  };
  const release = (): void => {
    setActiveKey(null);
  };
  return { onPointerEnter: point, onPointerLeave: release, onFocus: point, onBlur: release };
}
