import { element } from '../../lib/page/element.ts';
import type { ConsoleModels } from '../protocol.ts';
import type { ConsoleClient } from './console-client.ts';
import { type Column, dataTable } from './data-table.ts';
import { emptyLine } from './empty-line.ts';
import { formatMs } from './format-ms.ts';
import { formatUsd } from './format-usd.ts';
import { formatCompact } from './format-whole.ts';
import type { PageSection } from './page-section.ts';

type Model = ConsoleModels['models'][number];

/** Gateways list hundreds of models. The filter finds the others. */
const MAX_SHOWN = 100;
const PRICE_SOURCES: Readonly<Record<NonNullable<Model['priceSource']>, string>> = {
  operator: 'parley.yaml',
  service: 'its service',
  table: "Parley's table",
};

const columns: readonly Column<Model>[] = [
  { title: 'Model', cell: ({ name }) => name },
  { title: 'State', cell: stateOf },
  { title: 'First words', isNumber: true, cell: ({ firstContentMs }) => measured(firstContentMs) },
  {
    title: 'Window',
    isNumber: true,
    cell: ({ contextWindow }) => (contextWindow ? formatCompact(contextWindow) : '–'),
  },
  { title: 'Price for a million tokens', cell: priceOf },
];

/** Creates the section with all models, their health and their prices. */
export function createModelsSection(client: ConsoleClient): PageSection {
  const filter = element('input', { type: 'search', id: 'model-filter', autocomplete: 'off' });
  const summary = element('p', { class: 'detail', role: 'status' });
  const list = element('div');
  let answer: ConsoleModels = { defaultModel: '', models: [] };

  function show(): void {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = answer.models.filter(({ name }) =>
      words.every((word) => name.toLowerCase().includes(word)),
    );
    const shown = found.slice(0, MAX_SHOWN);
    const rest = found.length > shown.length ? `, the first ${shown.length} are shown` : '';
    summary.textContent = `${found.length} of ${answer.models.length} models${rest}. Where nobody chose one, ${answer.defaultModel} answers.`;
    list.replaceChildren(
      shown.length > 0
        ? dataTable('Models', columns, shown)
        : emptyLine('No model has all of these words in its name.'),
    );
  }

  filter.addEventListener('input', show);
  return {
    id: 'models',
    title: 'Models',
    element: element(
      'div',
      { class: 'section' },
      element('h2', {}, 'Models'),
      element('p', { class: 'field' }, element('label', { for: 'model-filter' }, 'Find'), filter),
      summary,
      list,
    ),

    async open() {
      answer = await client.read<ConsoleModels>('/api/models');
      show();
    },
  };
}

function stateOf({ cooldownMs, endsOn }: Model): HTMLElement {
  const isHealthy = cooldownMs === undefined;
  const words = isHealthy ? 'works' : `has failed, tried again in ${formatMs(cooldownMs)}`;
  const end = endsOn === undefined ? undefined : ` until ${endsOn}`;
  return element(
    'span',
    {},
    element('span', { class: `state ${isHealthy ? 'good' : 'bad'}` }, words),
    end,
  );
}

function priceOf({ price, priceSource }: Model): HTMLElement | string {
  if (!price) return 'unknown';
  const from = priceSource ? `, as ${PRICE_SOURCES[priceSource]} says` : '';
  const cached = price.cachedInput === undefined ? '' : `, cached ${formatUsd(price.cachedInput)}`;
  const title = `read ${formatUsd(price.input)}${cached}, written ${formatUsd(price.output)}${from}`;
  return element('span', { title }, `${formatUsd(price.input)} / ${formatUsd(price.output)}`);
}

function measured(ms: number | undefined): string {
  return ms === undefined ? '–' : formatMs(ms);
}
