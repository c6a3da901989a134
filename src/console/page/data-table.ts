import { type Child, element } from '../../lib/page/element.ts';

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly isNumber?: boolean;
  cell(row: Row): Child;
}

/** Creates a table with a caption for screen readers. The first column heads each row. On a phone, it scrolls by itself. */
export function dataTable<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): HTMLElement {
  const classOf = ({ isNumber }: Column<Row>) => (isNumber ? 'number' : undefined);
  const head = columns.map((column) =>
    element('th', { scope: 'col', class: classOf(column) }, column.title),
  );
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      ...columns.map((column, index) =>
        index === 0
          ? element('th', { scope: 'row' }, column.cell(row))
          : element('td', { class: classOf(column) }, column.cell(row)),
      ),
    ),
  );
  const table = element(
    'table',
    {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
  // A region that scrolls must be reachable by the keyboard.
  return element(
    'div',
    { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': caption },
    table,
  );
}
