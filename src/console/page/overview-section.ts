import { element } from '../../lib/page/element.ts';
import type { ConsoleEvent, ConsoleUsage } from '../protocol.ts';
import { announce } from './announce.ts';
import type { ConsoleClient } from './console-client.ts';
import { emptyLine } from './empty-line.ts';
import { formatUsd } from './format-usd.ts';
import { formatWhole } from './format-whole.ts';
import { networkList } from './network-list.ts';
import type { PageSection } from './page-section.ts';
import { requestList } from './request-list.ts';
import { createRunningList } from './running-list.ts';
import { createSectionCard } from './section-card.ts';
import { troubleList } from './trouble-list.ts';

/** What an answer used is counted when it has ended. */
const TODAY_AFTER_MS = 1_000;

/** Creates the section with what goes on now. */
export function createOverviewSection(client: ConsoleClient): PageSection {
  const networks = createSectionCard('Networks');
  const troubles = createSectionCard('Troubles');
  const today = createSectionCard('Today');
  const requests = createSectionCard('People who ask for access');
  const running = createRunningList((turnId) => void stop(turnId));
  const section = element(
    'div',
    { class: 'section' },
    element('h2', {}, 'Overview'),
    element(
      'div',
      { class: 'cards' },
      networks.element,
      troubles.element,
      today.element,
      running.element,
      requests.element,
    ),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function change(path: string, body: object): Promise<void> {
    try {
      await client.change(path, body);
    } catch (error) {
      announce(error);
    }
  }

  const stop = (turnId: string) => change('/api/stop', { turnId });

  async function showToday(): Promise<void> {
    today.show(todayNumbers(await client.read<ConsoleUsage>('/api/usage')));
  }

  /** A busy bot ends many answers at a time. */
  function showTodaySoon(): void {
    if (timer !== undefined || !section.isConnected) return;
    timer = setTimeout(() => {
      timer = undefined;
      void showToday().catch(announce);
    }, TODAY_AFTER_MS);
  }

  return {
    id: 'overview',
    title: 'Overview',
    element: section,

    open: showToday,

    take(event: ConsoleEvent) {
      if (event.kind === 'turn') showTodaySoon();
      if (event.kind !== 'state') return;
      const { state } = event;
      networks.show(networkList(state.networks));
      troubles.show(troubleList(state.troubles));
      running.show(state.running);
      requests.element.hidden = state.requests.length === 0;
      requests.show(
        requestList(state.requests, (request, decision) => {
          void change('/api/access', { ...request, state: decision });
        }),
      );
    },
  };
}

function todayNumbers({ report: { total } }: ConsoleUsage): HTMLElement {
  const numbers: readonly (readonly [string, string])[] = [
    ['Answers', formatWhole(total.answers)],
    ['Money', formatUsd(total.usd)],
    ['Tokens read', formatWhole(total.inputTokens)],
    ['Tokens written', formatWhole(total.outputTokens)],
  ];
  const unknown = total.unpricedAttempts;
  const list = element(
    'dl',
    { class: 'numbers' },
    ...numbers.map(([name, value]) =>
      element('div', {}, element('dt', {}, name), element('dd', {}, value)),
    ),
  );
  return element(
    'div',
    {},
    list,
    unknown > 0 ? emptyLine(`The cost of ${formatWhole(unknown)} requests is unknown.`) : undefined,
  );
}
