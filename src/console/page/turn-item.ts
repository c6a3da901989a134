import { element } from '../../lib/page/element.ts';
import { sumCosts } from '../../lib/page/sum-costs.ts';
import type { EndedTurn } from '../protocol.ts';
import { attemptTable } from './attempt-table.ts';
import { emptyLine } from './empty-line.ts';
import { formatCost } from './format-cost.ts';
import { formatMs } from './format-ms.ts';
import { agoElement } from './moment-element.ts';
import { placeName } from './place-name.ts';

const STATES: Readonly<Record<EndedTurn['state'], string>> = {
  done: 'answered',
  failed: 'failed',
  stopped: 'stopped',
};

/** One ended turn. Its attempts are drawn when somebody opens it. */
export function turnItem(turn: EndedTurn): HTMLElement {
  const details = element(
    'details',
    {},
    element(
      'summary',
      {},
      element('span', { class: `state ${turn.state}` }, STATES[turn.state]),
      ' ',
      // A name from right to left, or with a sign that turns what follows, stays by itself.
      element('bdi', {}, turn.asker?.name ?? 'Somebody'),
      ' in ',
      element('bdi', {}, placeName(turn.place)),
      ', ',
      agoElement(turn.endedAt),
      element('span', { class: 'detail' }, ` · ${factsOf(turn).join(' · ')}`),
    ),
  );
  details.addEventListener('toggle', () => details.append(...contentOf(turn)), { once: true });
  return element('li', {}, details);
}

function factsOf({ attempts, tookMs, firstWordsMs }: EndedTurn): readonly string[] {
  const last = attempts.at(-1);
  const cost = sumCosts(attempts);
  return [
    ...(last ? [`${last.provider}/${last.model}`] : []),
    ...(firstWordsMs === undefined ? [] : [`first words after ${formatMs(firstWordsMs)}`]),
    `took ${formatMs(tookMs)}`,
    ...(cost ? [`cost ${formatCost(cost.usd, cost.isEstimated)}`] : []),
  ];
}

function contentOf({ attempts, question, answer }: EndedTurn): readonly HTMLElement[] {
  const table = attempts.length > 0 ? attemptTable(attempts) : emptyLine('No model was asked.');
  const texts = [
    { title: 'Question', text: question },
    { title: 'Answer', text: answer },
  ];
  return [
    table,
    ...texts.flatMap(({ title, text }) =>
      text === undefined
        ? []
        : [element('h4', {}, title), element('p', { class: 'said', dir: 'auto' }, text)],
    ),
  ];
}
