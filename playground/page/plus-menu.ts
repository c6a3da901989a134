import { button, element } from '../../src/lib/page/element.ts';
import type { SaidExtra } from '../said-message.ts';
import { askExtra } from './ask-extra.ts';
import { createIcon } from './icon.ts';
import type { NetworkModel } from './network-model.ts';
import { type MenuEntry, showMenu } from './show-menu.ts';

/** The actions of the menu beside the message box. */
export interface PlusActions {
  send(extra: SaidExtra): void;
  /** Opens a thread or a topic. */
  openThread(): void;
}

/** Creates the button of the menu with everything that is neither a text nor a file. */
export function createPlusMenu(model: NetworkModel, actions: PlusActions): HTMLButtonElement {
  const isDiscord = model.state.name === 'discord';

  const ask = async (kind: Parameters<typeof askExtra>[0]) => {
    const extra = await askExtra(kind);
    if (extra !== undefined) actions.send(extra);
  };

  const listEntries = (): readonly MenuEntry[] => {
    const poll: MenuEntry = entry('poll', 'Poll', () => void ask('poll'));
    const thread = canOpenThread(model)
      ? [entry('thread', isDiscord ? 'Thread' : 'Topic', actions.openThread)]
      : [];
    if (isDiscord) return [poll, ...thread];
    return [
      poll,
      entry('location', 'Place', () => void ask('location')),
      entry('contact', 'Contact', () => void ask('contact')),
      entry('dice', 'Dice', () => void ask('dice')),
      entry('checklist', 'Checklist', () => void ask('checklist')),
      entry('story', 'Story', () => actions.send({ kind: 'story' })),
      ...thread,
    ];
  };

  const opener = button(
    'More to send',
    { class: 'round', title: 'Poll, sticker and more', 'data-plus': true },
    () => showMenu(opener, listEntries(), (close) => createStickers(model, actions, close)),
    createIcon('plus'),
  );
  return opener;
}

/** True when people can open a thread or a topic from here. */
export function canOpenThread({ state, room }: NetworkModel): boolean {
  if (state.name === 'discord') return room?.kind === 'channel';
  return room?.kind === 'topic' || room?.kind === 'direct';
}

function entry(icon: MenuEntry['icon'], label: string, onChoose: () => void): MenuEntry {
  return { icon, label, action: icon, onChoose };
}

function createStickers(
  { state }: NetworkModel,
  actions: PlusActions,
  close: () => void,
): HTMLElement {
  const stickers = state.stickers.map((name) => {
    const picture = element('img', { src: `/api/sticker?name=${name}`, alt: '', width: 44 });
    return button(
      `Sticker ${name}`,
      { 'data-sticker': name },
      () => {
        close();
        actions.send({ kind: 'sticker', name });
      },
      picture,
    );
  });
  return element('div', { class: 'menu-row' }, ...stickers);
}
