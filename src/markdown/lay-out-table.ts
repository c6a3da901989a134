import type { Table } from 'mdast';
import { type LayoutContext, layOutInline, spanOf, toPlainText } from './lay-out-inline.ts';
import { BREAK_QUALITY, type Container, type Leaf, type Line, type Run } from './layout.ts';
import { textWidth } from './text-width.ts';

/** What a phone shows in a line of monospace text. */
const WIDEST_GRID = 40;

interface Cell {
  readonly runs: readonly Run[];
  readonly width: number;
}

interface Row {
  readonly cells: readonly Cell[];
  readonly from: number;
  readonly to: number;
}

/** Columns of monospace text where they fit and hold no links; else an item for each row. */
export function layOutTable(
  table: Table,
  containers: readonly Container[],
  context: LayoutContext,
): Line[] {
  const [head, ...body] = table.children.map((row): Row => {
    const cells = row.children.map(({ children }): Cell => {
      const runs = layOutInline(children, context).flatMap((line, index) =>
        index === 0 ? line : [space(line), ...line],
      );
      return { runs, width: textWidth(toPlainText(runs)) };
    });
    return { ...spanOf(row, context), cells };
  });
  if (!head) return [];
  if (context.nativeBlocks) {
    const columns = Math.max(...[head, ...body].map(({ cells }) => cells.length));
    if (columns > context.nativeBlocks.mostTableColumns) return asItems(head, body, containers);
    return asRows({ head, body, align: table.align ?? [] }, containers);
  }
  const widths = head.cells.map((_, column) =>
    Math.max(1, ...[head, ...body].map(({ cells }) => cells[column]?.width ?? 0)),
  );
  const width = widths.reduce((sum, one) => sum + one + 3, -3);
  const hasLinks = [head, ...body].some(({ cells }) =>
    cells.some(({ runs }) => runs.some(({ look }) => look.link)),
  );
  if (width > WIDEST_GRID || hasLinks) return asItems(head, body, containers);
  return asGrid({ head, body, widths, align: table.align ?? [] }, containers);
}

const space = (line: readonly Run[]) => decoration(' ', line[0]?.from ?? 0);
const decoration = (text: string, at: number): Run => ({
  text,
  look: {},
  from: at,
  to: at,
  offsets: filled(text, at),
});
const filled = (text: string, at: number) => new Array<number>(text.length).fill(at);

interface Rows {
  readonly head: Row;
  readonly body: readonly Row[];
  readonly align: NonNullable<Table['align']>;
}

interface Grid extends Rows {
  readonly widths: readonly number[];
}

function asRows({ head, body, align }: Rows, containers: readonly Container[]): Line[] {
  const leaf: Leaf = { kind: 'table', align };
  const row = ({ cells, from }: Row, cut: number): Line => {
    const runs = cells.flatMap((cell, column) => cell.runs.map((run) => ({ ...run, column })));
    return { runs, leaf, containers, opens: [], gap: 1, breakQuality: cut, from };
  };
  const first = row(head, BREAK_QUALITY.block);
  const repeat = [
    {
      ...first,
      runs: first.runs.map((run) => ({
        ...run,
        ...decoration(run.text, head.from),
        look: run.look,
      })),
    },
  ];
  // The head does not stay alone at the end of a page.
  const rows = body.map((one, index) => ({
    ...row(one, index === 0 ? BREAK_QUALITY.grapheme : BREAK_QUALITY.row),
    tableHead: repeat,
  }));
  return [first, ...rows];
}

function asGrid({ head, body, widths, align }: Grid, containers: readonly Container[]): Line[] {
  const leaf: Leaf = { kind: 'code' };
  const line = (runs: readonly Run[], from: number, cut: number): Line => ({
    runs,
    leaf,
    containers,
    opens: [],
    gap: 1,
    breakQuality: cut,
    from,
  });
  const setRow = ({ cells, from, to }: Row) => {
    const runs = widths.flatMap((width, column) => {
      const cell = cells[column] ?? { runs: [], width: 0 };
      const at = cell.runs.at(-1)?.to ?? to;
      const start = cell.runs[0]?.from ?? from;
      const [left, right] = padding(
        width - cell.width,
        align[column],
        column === widths.length - 1,
      );
      return [
        ...(column === 0 ? [] : [decoration(' │ ', start)]),
        ...(left > 0 ? [decoration(' '.repeat(left), start)] : []),
        ...cell.runs,
        ...(right > 0 ? [decoration(' '.repeat(right), at)] : []),
      ];
    });
    return runs.map((run) => ({ ...run, look: {} }));
  };
  const ruler = widths.map((width) => '─'.repeat(width)).join('─┼─');
  // A table that becomes too wide shows its head elsewhere: it is no part of what a page must show.
  const title = setRow(head).map(({ text }) => decoration(text, head.from));
  const first = line(title, head.from, BREAK_QUALITY.block);
  const second = line([decoration(ruler, head.to)], head.to, BREAK_QUALITY.grapheme);
  const repeat = [first, second];
  const rows = body.map((row, index) => ({
    // The head does not stay alone at the end of a page.
    ...line(setRow(row), row.from, index === 0 ? BREAK_QUALITY.grapheme : BREAK_QUALITY.row),
    tableHead: repeat,
  }));
  return body.length > 0 ? [first, second, ...rows] : [first];
}

/** Spaces before and after; none at the end of a line. */
function padding(
  room: number,
  align: string | null | undefined,
  isLast: boolean,
): readonly [number, number] {
  if (align === 'right') return [room, 0];
  const left = align === 'center' ? Math.floor(room / 2) : 0;
  return [left, isLast ? 0 : room - left];
}

/** Of each row an item, of each of its cells a line that begins with the head of its column. */
function asItems(head: Row, body: readonly Row[], containers: readonly Container[]): Line[] {
  const leaf: Leaf = { kind: 'text' };
  if (body.length === 0) {
    const runs = head.cells.flatMap(({ runs: cell }, column) =>
      column === 0 ? cell : [decoration(' | ', head.from), ...cell],
    );
    return [
      {
        runs,
        leaf,
        containers,
        opens: [],
        gap: 1,
        breakQuality: BREAK_QUALITY.block,
        from: head.from,
      },
    ];
  }
  return body.flatMap((row, index) => {
    const item: Container = { kind: 'item' };
    const frame = { leaf, containers: [...containers, item], gap: 1 } as const;
    return labelled(row, head).map(({ runs, from }, position): Line => {
      const best = index === 0 ? BREAK_QUALITY.block : BREAK_QUALITY.row;
      return {
        ...frame,
        runs,
        from,
        opens: position === 0 ? [item] : [],
        breakQuality: position === 0 ? best : BREAK_QUALITY.line,
      };
    });
  });
}

/** The cells that hold something, each behind the head of its column. */
function labelled(
  { cells, from }: Row,
  head: Row,
): { readonly runs: readonly Run[]; readonly from: number }[] {
  const all = cells.map(({ runs }, column) => {
    const at = column === 0 ? from : (runs[0]?.from ?? from);
    const label = toPlainText(head.cells[column]?.runs ?? []);
    const prefix =
      label === ''
        ? []
        : [{ ...decoration(label, at), look: { bold: true } }, decoration(': ', at)];
    return { runs: [...prefix, ...runs], from: at, isEmpty: runs.length === 0 };
  });
  const shown = all.filter(({ isEmpty }) => !isEmpty);
  return shown.length > 0 ? shown : all.slice(0, 1);
}
