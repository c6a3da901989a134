import type { AnswerOfTurn, CommandPowers } from '../contracts/command.ts';
import type { Turn } from '../contracts/turns.ts';
import { sleep } from '../lib/clock.ts';
import type { BotParts } from './bot-parts.ts';
import { canContinue } from './controls.ts';
import type { Dispatcher } from './create-dispatcher.ts';

/** The buttons of an answer stand a moment before its end is noted. */
const LONGEST_END_MS = 2_000;

/** What people may do with one answer. */
export type ControlPowers = Pick<CommandPowers, 'rerun' | 'stopAnswer'>;

export function createControls(parts: BotParts, dispatcher: Dispatcher): ControlPowers {
  const { conversations, turns, access, clock } = parts;

  async function find({ channel, by, ...which }: AnswerOfTurn): Promise<Turn | 'gone' | 'forbidden'> {
    const found = await conversations.find(channel, which);
    if (!found) return 'gone';
    const isAsker = found.turn.inputs.some(({ author }) => author.id === by.id);
    return isAsker || access.isAdmin(by, channel) ? found.turn : 'forbidden';
  }

  async function waitForEnd(turn: Turn): Promise<void> {
    const ended = new AbortController();
    const end = dispatcher.ended(turn).then(() => ended.abort());
    await Promise.race([end, sleep(clock, LONGEST_END_MS, ended.signal)]);
  }

  return {
    async rerun(answer, rerun) {
      const running = await find(answer);
      if (typeof running === 'string') return running;
      await waitForEnd(running);
      const turn = await find(answer);
      if (typeof turn === 'string') return turn;
      const version = turn.versions[turn.shown];
      if (!version || (rerun.kind === 'continue' && !canContinue(version))) return 'pointless';
      const { channel } = answer;
      // A chat may have got another id since.
      const address = turn.address.channel.id === channel.id ? turn.address : { channel };
      const isNew = rerun.kind === 'show' && !turn.versions[rerun.version];
      const outcome = await turns.reopen({ ...turn, address }, isNew ? { kind: 'regenerate' } : rerun);
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
