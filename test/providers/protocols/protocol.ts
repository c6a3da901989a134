import type { ProviderErrorKind } from '../../../src/errors.ts';
import type { Env } from '../../../src/lib/env.ts';
import type { ProviderFactory } from '../../../src/providers/provider-parts.ts';

/** What a test must know of a protocol to speak it from the other side: the bytes of everything that can be said in it. */
export interface Protocol {
  /** As the provider names itself. */
  readonly name: string;
  readonly factory: ProviderFactory;
  /** What sets the provider up for a server there. */
  env(url: string): Env;
  readonly model: string;
  readonly framing: 'sse' | 'lines' | 'text';
  /** The end of the body is all the evidence there is, and nothing tells the usage. */
  readonly endsWithBody?: true;
  /** Absent: it tells the usage, or its `end` would. */
  readonly sendsUsage?: false;
  /** What else is asked, and its answer: the list of models, a prediction. `undefined`: this request asks for the stream. */
  answerSideRequest(request: ReceivedRequest, url: string): unknown;

  /** What comes before the content. */
  readonly head: string;
  text(words: string): string;
  /** Absent: the protocol has no reasoning. */
  readonly reasoning?: (words: string) => string;
  /** From the last content to the end of the body, with a usage of 3 and 4 tokens where the protocol tells it. */
  end(reason: 'stop' | 'length' | 'filter'): string;
  /** The end without its terminal evidence. */
  readonly endWithoutEvidence: string;
  /** A frame without content. */
  readonly emptyFrame: string;
  /** Failures inside of a stream that began well. */
  readonly errorFrames: readonly (readonly [frame: string, kind: ProviderErrorKind])[];
  /** Refusals as this vendor words them. */
  readonly refusals: readonly (readonly [status: number, body: unknown, kind: ProviderErrorKind])[];
  /** Ends that it has no word for are left out. */
  readonly endReasons: readonly ('stop' | 'length' | 'filter')[];
  /** A frame that nobody can read. Absent: every one is text. */
  readonly unreadableFrame?: string;
}

/** Of a request, what tells what it wants. */
export interface ReceivedRequest {
  readonly method: string;
  /** Below the address of the server, without the query. */
  readonly path: string;
  readonly text: string;
}

/** A server-sent event. */
export function event(data: unknown, name?: string): string {
  const lines = (typeof data === 'string' ? data : JSON.stringify(data))
    .split('\n')
    .map((line) => `data: ${line}\n`);
  return `${name ? `event: ${name}\n` : ''}${lines.join('')}\n`;
}

/** An event of a protocol that says its name twice. */
export function namedEvent(data: { readonly type: string } & Record<string, unknown>): string {
  return event(data, data.type);
}

export function line(json: unknown): string {
  return `${JSON.stringify(json)}\n`;
}
