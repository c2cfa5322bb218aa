import type { SandboxContext } from '../context.ts';

export interface ControlRequest {
  /** The JSON of the body; undefined where there is none. */
  body: unknown;
  /** What stands for `:key` and `:id` in the path. */
  key: string;
  id: string;
  query: Readonly<Record<string, string>>;
}

export interface Control {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** `:key` stands for a creator, `:id` for a video. */
  path: string;
  /** One sentence or two for its documentation. */
  description: string;
  /** Throws zod's error where the request is not what it takes, and ControlError. */
  answer(sandbox: SandboxContext, request: ControlRequest): object | Promise<object>;
}

/** Controls of one subject. */
export function defineControls(controls: readonly Control[]): readonly Control[] {
  return controls;
}

/** Answered with `status` and the message as a sentence for people. */
export class ControlError extends Error {
  readonly status: 404 | 409;

  constructor(status: 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}
