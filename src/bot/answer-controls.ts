import type { AnswerSelector, CommandContext } from '../contracts/command.ts';
import type { Rerun, Turn } from '../contracts/turns.ts';
import { sleep } from '../lib/clock.ts';
import type { BotDependencies } from './bot-parts.ts';
import { canContinue } from './buttons.ts';
import type { Dispatcher } from './dispatcher.ts';

/** The buttons of an answer stand a moment before its end is noted. */
const LONGEST_END_MS = 2_000;

/** What people may do with one answer. */
export type AnswerControls = Pick<CommandContext, 'rerun' | 'stopAnswer'>;

export function createAnswerControls(
  parts: BotDependencies,
  dispatcher: Dispatcher,
): AnswerControls {
  const { conversations, turns, access, clock } = parts;

  async function find({
    channel,
    author: by,
    ...which
  }: AnswerSelector): Promise<Turn | 'gone' | 'forbidden'> {
    const found = await conversations.find(channel, which);
    if (!found) return 'gone';
    const isAsker = found.turn.inputs.some(({ author }) => author.id === by.id);
    return isAsker || access.isAdmin(by, channel) ? found.turn : 'forbidden';
  }

  async function findEnded(answer: AnswerSelector): Promise<Turn | 'gone' | 'forbidden' | 'busy'> {
    const found = await find(answer);
    if (typeof found === 'string') return found;
    await waitForEnd(found);
    const { channel, author: by } = answer;
    // The same one: by now another one may be the newest.
    const turn = await find({ channel, author: by, sequence: found.sequence });
    const isOpen =
      typeof turn !== 'string' && (turn.state === 'waiting' || turn.state === 'running');
    return isOpen ? 'busy' : turn;
  }

  async function waitForEnd(turn: Turn): Promise<void> {
    const ended = new AbortController();
    const end = dispatcher.ended(turn).then(() => ended.abort());
    await Promise.race([end, sleep(clock, LONGEST_END_MS, ended.signal)]);
  }

  return {
    async rerun(answer, wanted) {
      const turn = await findEnded(answer);
      if (typeof turn === 'string') return turn;
      const rerun = rerunFor(turn, wanted);
      if (!rerun) return 'pointless';
      const { channel } = answer;
      // A chat may have got another id since.
      const address = turn.address.channel.id === channel.id ? turn.address : { channel };
      const outcome = await turns.reopen({ ...turn, address }, rerun);
      if (outcome !== 'reopened') return outcome;
      dispatcher.kick();
      return 'done';
    },
    async stopAnswer(answer) {
      const turn = await find(answer);
      if (typeof turn === 'string') return turn;
      return (await dispatcher.stopTurn(turn)) ? 'done' : 'pointless';
    },
  };
}

/** What is to be done; `undefined`: it makes no sense. */
function rerunFor({ versions, shownVersion: shown }: Turn, wanted: Rerun): Rerun | undefined {
  const version = versions[shown];
  if (!version || (wanted.kind === 'continue' && !canContinue(version))) return undefined;
  const isNew = wanted.kind === 'show' && !versions[wanted.version];
  return isNew ? { kind: 'regenerate' } : wanted;
}
