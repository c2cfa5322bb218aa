import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatRequest } from './chat-request.ts';
import type { Fault } from './faults.ts';

interface Completion {
  id: string;
  chat: ChatRequest;
  /** The whole text the model "thinks of"; a fault may keep part of it back. */
  content: string;
  fault: Fault | null;
  delayMs: number;
}

interface Delta {
  role?: 'assistant';
  content?: string;
  refusal?: string | null;
}

/** Writes a completion as server-sent events; returns when it is written or the client has left. */
export async function streamCompletion(res: ServerResponse, completion: Completion): Promise<void> {
  const { id, chat, content, fault, delayMs } = completion;
  const left = new AbortController();
  res.on('close', () => {
    left.abort();
  });
  const created = Math.floor(Date.now() / 1000);
  const wantsUsage = chat.stream_options.include_usage && fault !== 'no-usage' && fault !== 'thin';
  let serial = 0;

  async function write(text: string): Promise<void> {
    left.signal.throwIfAborted();
    if (!res.write(text)) await once(res, 'drain', { signal: left.signal });
  }
  function writeChunk(fields: object): Promise<void> {
    const head = {
      id,
      object: 'chat.completion.chunk',
      created,
      model: chat.model,
      service_tier: 'default',
      system_fingerprint: null,
    };
    return write(`data: ${JSON.stringify({ ...head, ...fields })}\n\n`);
  }
  function writeDelta(delta: Delta, finishReason: string | null = null): Promise<void> {
    serial += 1;
    return writeChunk({
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
      ...(wantsUsage ? { usage: null } : {}),
      ...(chat.stream_options.include_obfuscation ? { obfuscation: padding(`${id} ${String(serial)}`) } : {}),
    });
  }
  async function writeText(text: string, field: 'content' | 'refusal'): Promise<void> {
    for (const piece of pieces(text)) {
      if (delayMs > 0) await sleep(delayMs, undefined, { signal: left.signal });
      await writeDelta({ [field]: piece });
    }
  }
  async function writeEnd(finishReason: string, written: string): Promise<void> {
    await writeDelta({}, finishReason);
    if (wantsUsage) await writeChunk({ choices: [], usage: usageOf(chat, written) });
    await write('data: [DONE]\n\n');
    res.end();
  }

  async function cut(): Promise<void> {
    // `destroy` throws away what has not left the process yet; a comment line shows when all has.
    await new Promise((resolve) => res.write(':\n\n', resolve));
    res.destroy();
  }
  async function endWithError(code: 'server_error' | 'insufficient_quota'): Promise<void> {
    const error = { message: 'The server had an error.', type: code, param: null, code };
    await write(`data: ${JSON.stringify({ error })}\n\n`);
    res.end();
  }
  async function endAtOnce(): Promise<void> {
    await write('data: [DONE]\n\n');
    res.end();
  }

  const characters = Array.from(content);
  const half = characters.slice(0, Math.floor(characters.length / 2)).join('');
  res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  try {
    if (fault === 'error-before') {
      await endWithError('server_error');
      return;
    }
    if (fault === 'end-before') {
      await endAtOnce();
      return;
    }
    await writeDelta({ role: 'assistant', content: '', refusal: null });
    switch (fault) {
      case 'refusal': {
        const refusal = "I'm sorry, I can't help with that.";
        await writeText(refusal, 'refusal');
        await writeEnd('stop', refusal);
        break;
      }
      case 'filter':
      case 'length':
        await writeText(half, 'content');
        await writeEnd(fault === 'filter' ? 'content_filter' : 'length', half);
        break;
      case 'cut':
        await writeText(half, 'content');
        await cut();
        break;
      case 'error-midstream':
      case 'quota-midstream':
        await writeText(half, 'content');
        await endWithError(fault === 'quota-midstream' ? 'insufficient_quota' : 'server_error');
        break;
      case 'end':
        await writeText(half, 'content');
        await endAtOnce();
        break;
      case 'stall':
        await writeText(half, 'content');
        await once(left.signal, 'abort');
        break;
      case 'stall-after':
      case 'cut-after':
      case 'error-after':
        await writeText(content, 'content');
        await writeDelta({}, 'stop');
        if (fault === 'stall-after') await once(left.signal, 'abort');
        else if (fault === 'cut-after') await cut();
        else await endWithError('server_error');
        break;
      default:
        await writeText(content, 'content');
        await writeEnd('stop', content);
    }
  } catch (error) {
    if (!left.signal.aborted) throw error;
  }
}

/** The text in pieces of 3 to 8 characters, about what tokens are; no surrogate pair is parted. */
function* pieces(text: string): Generator<string> {
  const characters = Array.from(text);
  for (let at = 0, turn = 0; at < characters.length; turn += 1) {
    const size = 3 + ((turn * 7) % 6);
    yield characters.slice(at, at + size).join('');
    at += size;
  }
}

/** The real service pads chunks with letters of random number, so that their lengths do not give away text. */
function padding(seed: string): string {
  const letters = createHash('sha256').update(seed).digest('base64url');
  return letters.slice(0, 1 + (letters.charCodeAt(0) % 12));
}

/** Usage as the service counts it, with a token taken for four characters. */
export function usageOf(chat: ChatRequest, written: string): object {
  const promptTokens = Math.ceil(chat.messages.reduce((sum, { content }) => sum + content.length, 0) / 4);
  const completionTokens = Math.ceil(written.length / 4);
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
