import type { Container, Line, Run } from '../../../markdown/layout.ts';
import { escapeLineStart, withoutControls } from './escape-text.ts';
import { renderInline } from './render-inline.ts';

type Quote = Extract<Container, { kind: 'quote' }>;
type Item = Extract<Container, { kind: 'item' }>;

/** Laid-out lines in Discord's own Markdown. Its escapes are still to be settled. */
export function renderLines(lines: readonly Line[]): string {
  const blocks = blocksOf(lines);
  const rows = blocks.flatMap((block, index) => [
    ...distance(blocks[index - 1]?.at(-1), block[0]),
    ...(block[0].leaf.kind === 'code' ? fenced(block) : block.map(writeLine)),
  ]);
  return rows.join('\n');
}

type Block = readonly [Line, ...Line[]];

/** The lines of one code block together, others one by one. */
function blocksOf(lines: readonly Line[]): readonly Block[] {
  const blocks: [Line, ...Line[]][] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    const continues =
      line.leaf.kind === 'code' &&
      last?.[0].leaf === line.leaf &&
      quoteOf(last[0]) === quoteOf(line);
    if (continues) last?.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

/** The empty row between two blocks, if there is one. Headings and code bring a distance of their own. */
function distance(before: Line | undefined, line: Line): readonly string[] {
  if (before === undefined) return [];
  // Two quotes without it would be one.
  if (quoteOf(before) !== quoteOf(line))
    return line.gap === 2 || (quoteOf(before) && quoteOf(line)) ? [''] : [];
  const hasDistance = isHeading(before) || before.leaf.kind === 'code' || line.leaf.kind === 'code';
  return line.gap === 1 || hasDistance ? [] : [quoteSign(line)];
}

/** At the left edge: Discord would show an indentation as part of the code. */
function fenced(block: Block): readonly string[] {
  const [first] = block;
  const code = block.map(({ runs }) => runs.map(({ text }) => withoutControls(text)).join(''));
  const longest = Math.max(
    2,
    ...code.flatMap((row) => [...row.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  const fence = '`'.repeat(longest + 1);
  const { language = '' } = first.leaf as Extract<Line['leaf'], { kind: 'code' }>;
  // Anything else Discord takes for the first line of the code.
  const info = /^[\w+#.-]{1,40}$/.test(language) ? language : '';
  const marker = first.opens.some(({ kind }) => kind === 'item') ? [markersOf(first)] : [];
  return [...marker, fence + info, ...code, fence].map((row) => quoteSign(first) + row);
}

function writeLine(line: Line): string {
  return quoteSign(line) + markersOf(line) + writeText(line);
}

function writeText(line: Line): string {
  const { leaf, runs } = line;
  if (leaf.kind === 'rule') return '———';
  if (leaf.kind !== 'heading') return escapeLineStart(renderInline(runs));
  if (runs.length === 0) return '';
  if (!isHeading(line)) return renderInline(runs.map(bold));
  // Discord drops number signs from the end.
  return `${'#'.repeat(leaf.level)} ${escapeLineStart(renderInline(runs)).replace(/(?<!\\)#+\s*$/, '\\$&')}`;
}

/** Discord has headings of three levels, where its lines begin. */
function isHeading({ leaf, containers }: Line): boolean {
  const quotes = containers.filter(({ kind }) => kind === 'quote');
  return (
    leaf.kind === 'heading' && leaf.level <= 3 && quotes.length <= 1 && !containers.some(isNote)
  );
}

function isNote(container: Container): boolean {
  return container.kind === 'item' && container.footnote !== undefined;
}

function bold(run: Run): Run {
  return { ...run, look: { ...run.look, bold: true } };
}

/** Discord quotes whole lines, one level deep: the sign comes first, whatever the quote is in. */
function quoteOf({ containers }: Line): Quote | undefined {
  return containers.find((one) => one.kind === 'quote');
}

function quoteSign(line: Line): string {
  return quoteOf(line) ? '> ' : '';
}

function markersOf({ containers, opens }: Line): string {
  const outer = containers.find(({ kind }) => kind === 'quote');
  const inside = containers.map((one) => {
    if (one.kind === 'quote') return one === outer ? '' : '› ';
    return opens.includes(one) ? markerOf(one) : ' '.repeat(indentOf(one));
  });
  return (containers.some(isNote) ? '-# ' : '') + inside.join('');
}

function markerOf({ footnote, ordinal, checked }: Item): string {
  if (footnote !== undefined) return `[${footnote}] `;
  const box = checked === undefined ? '' : checked ? '☑ ' : '☐ ';
  return (ordinal === undefined ? '- ' : `${ordinal}. `) + box;
}

/** Enough to stand under the text of the item, which is how Discord tells what belongs to it. */
function indentOf({ footnote, ordinal }: Item): number {
  if (footnote !== undefined) return 0;
  return ordinal === undefined ? 2 : `${ordinal}. `.length;
}
