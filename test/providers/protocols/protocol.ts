import type { ProviderErrorKind } from '../../../src/contracts/provider.ts';
import type { Env } from '../../../src/lib/env.ts';
import type { ProviderFactory } from '../../../src/providers/provider-parts.ts';

/** A protocol from the side of its server: the bytes of everything that the server can send. */
export interface Protocol {
  /** The provider's name. */
  readonly name: string;
  readonly factory: ProviderFactory;
  /** The variables that set the provider up for a server at `url`. */
  env(url: string): Env;
  readonly model: string;
  readonly framing: 'sse' | 'lines' | 'text';
  /** The end of the body is the only sign of the end, and the protocol has no usage. */
  readonly endsWithBody?: true;
  /** The end repeats the whole text, so no text can follow it. */
  readonly endsWithWholeText?: true;
  /** `false`: the protocol has no usage. Absent: `end` includes it. */
  readonly sendsUsage?: false;
  /**
   * The answer to a request besides the one for the stream, such as the list of models.
   * `undefined`: this request asks for the stream.
   */
  answerSideRequest(request: ReceivedRequest, url: string): unknown;

  /** The bytes before the content. */
  readonly head: string;
  text(words: string): string;
  /** Absent: the protocol has no reasoning. */
  readonly reasoning?: (words: string) => string;
  /** The bytes after the content, with a usage of 3 and 4 tokens when the protocol has usage. */
  end(reason: 'stop' | 'length' | 'filter'): string;
  /** The same without the frame that says that the answer is complete. */
  readonly endWithoutEvidence: string;
  readonly emptyFrame: string;
  /** Failures inside of a stream that began well. */
  readonly errorFrames: readonly (readonly [frame: string, kind: ProviderErrorKind])[];
  /** Refusals in the words of this vendor. */
  readonly refusals: readonly (readonly [status: number, body: unknown, kind: ProviderErrorKind])[];
  /** The reasons that the protocol has a word for. */
  readonly endReasons: readonly ('stop' | 'length' | 'filter')[];
  /** Absent: every frame is text. */
  readonly unreadableFrame?: string;
}

/** The parts of a request that show what it asks for. */
export interface ReceivedRequest {
  readonly method: string;
  /** The path below the address of the server, without the query. */
  readonly path: string;
  readonly text: string;
}

/** A server-sent event. */
export function event(data: unknown, name?: string): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  const dataLines = text.split('\n').map((line) => `data: ${line}\n`);

  return `${name ? `event: ${name}\n` : ''}${dataLines.join('')}\n`;
}

/** A server-sent event whose name stands in the data too. */
export function namedEvent(data: { readonly type: string } & Record<string, unknown>): string {
  return event(data, data.type);
}

/** A line of newline-delimited JSON. */
export function line(json: unknown): string {
  return `${JSON.stringify(json)}\n`;
}
