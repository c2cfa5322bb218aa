/** Fetches pictures from addresses that others gave us. */
export interface ImageSource {
  /**
   * The bytes behind the link: at most 10 MB, whatever they are. Their type is not checked, since servers lie about it.
   *
   * @throws ImageFetchError, or the signal's reason when it aborts.
   */
  fetch(url: string, options?: { signal?: AbortSignal | undefined }): Promise<Uint8Array>;
}

/**
 * REFUSED: we do not fetch this, now or later: no public address, too large, too many redirects. LINK_ENDED: the link
 * leads nowhere any more; another one may. UNAVAILABLE: it may work later.
 */
export type ImageFetchProblem = 'REFUSED' | 'LINK_ENDED' | 'UNAVAILABLE';

/** The message names no part of the link: it is signed. */
export class ImageFetchError extends Error {
  override readonly name = 'ImageFetchError';
  readonly problem: ImageFetchProblem;

  constructor(problem: ImageFetchProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}
