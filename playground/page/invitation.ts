import { button, element } from '../../src/lib/page/element.ts';
import type { ShownMessage } from '../local-network.ts';
import { type Idea, listIdeas } from './list-ideas.ts';
import type { NetworkModel } from './network-model.ts';

/** What a person can do from the invitation. */
interface InvitationActions {
  tryIdea(idea: Idea): void;
  /** Puts a text into the message box. */
  fill(text: string): void;
}

/**
 * Creates the words below the messages: in an empty room, things to try; under a message that the bot
 * does not answer, because it was not mentioned, a hint.
 */
export function createInvitation(model: NetworkModel, actions: InvitationActions) {
  const area = element('div', { class: 'invitation', hidden: true });
  let shownJson = '';

  function show(): void {
    const content = describeContent(model);
    // The same chips stay, so that one of them keeps the focus.
    const json = JSON.stringify([model.roomId, content]);
    if (json === shownJson) return;
    shownJson = json;

    area.hidden = content === undefined;
    area.toggleAttribute('data-first', content?.isFirst === true);
    area.replaceChildren(...(content === undefined ? [] : createContent(content)));
  }

  function createContent({ sentence, ideas, retry }: Content): HTMLElement[] {
    const chips = ideas.map((idea) =>
      createChip(idea.label, idea.text, () => actions.tryIdea(idea)),
    );
    const retryChip =
      retry === undefined
        ? []
        : [createChip('Ask again with a mention', retry, () => actions.fill(retry))];
    return [element('p', {}, sentence), element('div', { class: 'chips' }, ...chips, ...retryChip)];
  }

  return { element: area, show };
}

interface Content {
  readonly sentence: string;
  readonly ideas: readonly Idea[];
  /** The text of the message that was not answered, with a mention of the bot. */
  readonly retry?: string;
  readonly isFirst: boolean;
}

function createChip(label: string, title: string, onClick: () => void): HTMLElement {
  return button(label, { class: 'chip', title, 'data-chip': title }, onClick, label);
}

function describeContent(model: NetworkModel): Content | undefined {
  const { room, state, messages } = model;
  if (room === undefined) return undefined;

  const spoken = messages.filter(({ isService }) => isService !== true);
  const newest = spoken.at(-1);
  if (newest === undefined) {
    const ideas = listIdeas(state.name, room, state.bot.name);
    if (ideas.length === 0) return undefined;
    const sentence =
      room.kind === 'forum' ? 'Open a post, for instance:' : 'Nothing here yet. Try:';
    return { sentence, ideas, isFirst: true };
  }

  if (!isUnheard(newest, model)) return undefined;
  const { name } = state.bot;
  return {
    sentence: `${name} answers here when it is mentioned.`,
    ideas: [],
    retry: `@${name} ${newest.text}`,
    isFirst: false,
  };
}

/** True when the viewer wrote the message to everybody, and the bot has no reason to answer. */
function isUnheard(message: ShownMessage, { room, state, messages, isOwn }: NetworkModel): boolean {
  const isShared =
    room?.kind === 'group' || room?.kind === 'topic' || isDiscordChannel(room, state);
  if (!isShared || !isOwn(message) || message.text.trim() === '') return false;
  const { id: botId, name } = state.bot;
  // A bot that was thrown out gets no ping, although the person mentioned it.
  const words = message.text.toLowerCase();
  const isMentioned =
    message.pings.includes(botId) ||
    [`<@${botId}>`, `@${name.toLowerCase()}`].some((mention) => words.includes(mention));
  if (message.text.startsWith('/') || isMentioned) return false;

  const replied = messages.find(({ id }) => id === message.replyTo);
  return replied?.author.id !== state.bot.id;
}

function isDiscordChannel(room: NetworkModel['room'], { name }: NetworkModel['state']): boolean {
  return room?.kind === 'channel' && name === 'discord';
}
