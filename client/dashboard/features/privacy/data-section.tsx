import type { ReactNode } from 'react';
import { ErasePart } from './erase-part.tsx';
import { ExportPart } from './export-part.tsx';

/** What becomes of data: taken along as a file, or erased; each where it is allowed. */
export function DataSection({
  subjectId,
  title,
  exported,
  erased,
  children,
}: {
  readonly subjectId: string;
  readonly title: string;
  /** What the ZIP holds; null where it is not for this person to have. */
  readonly exported: string | null;
  /** What is erased, and what has to be typed; null likewise. */
  readonly erased: { readonly what: string; readonly confirmation: string; readonly label: string } | null;
  readonly children?: ReactNode;
}) {
  if (exported === null && erased === null) return null;
  return (
    <section className="panel" aria-labelledby="data-title">
      <h2 id="data-title">{title}</h2>
      {children}
      {exported !== null && <ExportPart subjectId={subjectId} what={exported} />}
      {erased !== null && <ErasePart subjectId={subjectId} {...erased} />}
    </section>
  );
}
