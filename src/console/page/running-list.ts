import { element, textButton } from '../../lib/page/element.ts';
import type { RunningAnswer } from '../protocol.ts';
import { emptyLine } from './empty-line.ts';
import { formatMs } from './format-ms.ts';
import { agoElement } from './moment-element.ts';
import { placeName } from './place-name.ts';
import { createSectionCard } from './section-card.ts';

/** More answers than a person can look at. */
const MAX_SHOWN = 50;

/** Creates the list of the answers that are being written, and of the questions that wait. */
export function createRunningList(stop: (turnId: string) => void) {
  const card = createSectionCard('Answers under way', { class: 'wide' });

  const item = (answer: RunningAnswer) => {
    const { turnId, asker, place, state, acceptedAt, firstWordsMs } = answer;
    const name = asker?.name ?? 'Somebody';
    const progress =
      firstWordsMs === undefined ? '' : `, first words after ${formatMs(firstWordsMs)}`;
    return element(
      'li',
      { class: 'row' },
      element(
        'span',
        {},
        element('span', { class: `state ${state}` }, state === 'running' ? 'answering' : 'waiting'),
        ' ',
        element('bdi', {}, name),
        ' in ',
        element('bdi', {}, placeName(place)),
        ', ',
        agoElement(acceptedAt),
        progress,
      ),
      textButton('Stop', { class: 'quiet', 'aria-label': `Stop the answer to ${name}` }, () =>
        stop(turnId),
      ),
    );
  };

  return {
    element: card.element,
    show(answers: readonly RunningAnswer[]) {
      if (answers.length === 0) return card.show(emptyLine('Nobody is waiting for an answer.'));
      const more = answers.length - MAX_SHOWN;
      card.show(
        element('ul', { class: 'plain' }, ...answers.slice(0, MAX_SHOWN).map(item)),
        ...(more > 0 ? [emptyLine(`And ${more} more.`)] : []),
      );
    },
  };
}
