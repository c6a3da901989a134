import type { RichElement, RichNode } from './rich-text.ts';

interface Item {
  readonly indent: number;
  /** `undefined`: a bullet. */
  readonly number: string | undefined;
  /** What is indented further belongs to the item. */
  readonly lines: string[];
}

const ITEM = /^( *)(?:[-*]|(\d+)\.)( +)(.*)$/;

/** Lines of which the first is a list item. Bullets and numbers take turns as lists of their own. */
export function parseDiscordList(
  source: string,
  parse: (text: string) => readonly RichNode[],
): readonly RichElement[] {
  const lists: { readonly begin: Item; readonly items: RichElement[] }[] = [];
  for (const item of itemsOf(source.split('\n'))) {
    const element = {
      kind: 'item',
      children: withoutLineFeeds(parse(item.lines.join('\n'))),
    } as const;
    const last = lists.at(-1);
    if (last && isSameList(last.begin, item)) last.items.push(element);
    else lists.push({ begin: item, items: [element] });
  }
  return lists.map(({ begin: { number }, items }) =>
    number === undefined
      ? { kind: 'list', children: items }
      : { kind: 'ordered-list', detail: number, children: items },
  );
}

function isSameList(a: Item, b: Item): boolean {
  return (a.number === undefined) === (b.number === undefined) && b.indent >= a.indent - 1;
}

/** A list ends the line before it. */
function withoutLineFeeds(nodes: readonly RichNode[]): readonly RichNode[] {
  return nodes.map((node, at) =>
    isList(nodes[at + 1]) && typeof node === 'string' ? node.replace(/\n$/, '') : node,
  );
}

function isList(node: RichNode | undefined): boolean {
  return typeof node === 'object' && (node.kind === 'list' || node.kind === 'ordered-list');
}

function itemsOf(lines: readonly string[]): readonly Item[] {
  const items: Item[] = [];
  for (const line of lines) {
    const [, space = '', number, , text = ''] = ITEM.exec(line) ?? [];
    const last = items.at(-1);
    const isNested = last && (!ITEM.test(line) || space.length > last.indent + 1);
    if (isNested) last.lines.push(line.slice(Math.min(last.indent + 2, line.search(/\S|$/))));
    else items.push({ indent: space.length, number, lines: [text] });
  }
  return items.map((item) => ({
    ...item,
    lines: item.lines.filter((line, at) => at === 0 || line !== ''),
  }));
}
