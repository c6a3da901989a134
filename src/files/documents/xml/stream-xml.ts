import { type Handler, Parser } from 'htmlparser2';
import { UnreadableError } from '../unreadable-error.ts';

/** Sheets and lists of strings are flat. The parser's own stack takes a time that grows with its depth. */
const MAX_DEPTH = 200;

/**
 * Parses XML in UTF-8 while it is decompressed.
 * @throws UnreadableError `too heavy` if elements are nested too deep.
 */
export function streamXml(
  chunks: Iterable<Uint8Array>,
  handler: Partial<Handler>,
  isDone: () => boolean = () => false,
): void {
  let depth = 0;
  const decoder = new TextDecoder();
  const parser = new Parser(
    {
      ...handler,
      onopentag(name, attributes, isImplied) {
        depth += 1;
        if (depth > MAX_DEPTH) throw new UnreadableError('too heavy');
        handler.onopentag?.(name, attributes, isImplied);
      },
      onclosetag(name, isImplied) {
        depth -= 1;
        handler.onclosetag?.(name, isImplied);
      },
    },
    { xmlMode: true },
  );

  for (const chunk of chunks) {
    if (isDone()) return;
    parser.write(decoder.decode(chunk, { stream: true }));
  }
  parser.end();
}
