import { parseDiscordInline } from './parse-discord-inline.ts';
import type { Names, RichElement, RichNode } from './rich-text.ts';

interface Line {
  readonly indent: number;
  /** `undefined`: a bullet. */
  readonly number: string | undefined;
  readonly text: string;
}

/** Lines that are all list items; what is indented further is a list of the item above. */
export function parseDiscordList(source: string, names: Names): RichElement {
  const lines = [...source.matchAll(/^( *)(?:[-*]|(\d+)\.) +(.*)$/gm)].map(
    ([, indent, number, text]): Line => ({ indent: indent?.length ?? 0, number, text: text ?? '' }),
  );
  return readList(lines, names);
}

function readList(lines: readonly Line[], names: Names): RichElement {
  const indent = Math.min(...lines.map((line) => line.indent));
  const items: RichElement[] = [];
  let at = 0;
  while (at < lines.length) {
    const next = lines.findIndex((line, index) => index > at && line.indent <= indent + 1);
    const end = next === -1 ? lines.length : next;
    const children: RichNode[] = parseDiscordInline(lines[at]?.text ?? '', names);
    if (end > at + 1) children.push(readList(lines.slice(at + 1, end), names));
    items.push({ kind: 'item', children });
    at = end;
  }
  const first = lines[0]?.number;
  return first === undefined
    ? { kind: 'list', children: items }
    : { kind: 'ordered-list', detail: first, children: items };
}
