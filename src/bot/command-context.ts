import type { Access, AccessDesk } from '../contracts/access.ts';
import type {
  AnswerSelector,
  Command,
  CommandContext,
  ControlResult,
} from '../contracts/command.ts';
import type { Conversations } from '../contracts/conversations.ts';
import type { Language } from '../contracts/language.ts';
import type { Limits } from '../contracts/limits.ts';
import type { Nearby } from '../contracts/nearby.ts';
import type { Pins } from '../contracts/pins.ts';
import type { Router } from '../contracts/router.ts';
import type { People, Settings, SettingsOf } from '../contracts/settings.ts';
import type { Rerun, Turn, Turns } from '../contracts/turns.ts';
import type { Usage } from '../contracts/usage.ts';
import { channelKey } from '../lib/channel-key.ts';
import type { Clock } from '../lib/clock.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { createAnswerFinder, isOpen } from './answer-finder.ts';
import { canContinue } from './buttons.ts';
import type { CommandGate } from './command-gate.ts';
import type { DataDeletion } from './data-deletion.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { CommandQuestions } from './intake/command-questions.ts';
import type { QuestionEditor } from './question-editor.ts';
import type { Tracer } from './tracer.ts';

/** The parts of the bot that commands can act on. */
export interface CommandContextParts {
  readonly turns: Pick<Turns, 'reopen'>;
  readonly conversations: Pick<Conversations, 'reset' | 'find' | 'since'>;
  readonly pins: Pins;
  readonly settingsOf: SettingsOf;
  readonly settings: Settings;
  readonly people: People;
  readonly router: Pick<Router, 'models' | 'find' | 'defaultModel'>;
  readonly commands: readonly Command[];
  readonly access: Pick<Access, 'isAdmin' | 'isModerator' | 'may'>;
  readonly accessDesk: AccessDesk;
  readonly consoleLink?: CommandContext['consoleLink'];
  readonly nearby: Pick<Nearby, 'forget'>;
  readonly usage: Usage;
  /** Absent: nothing is limited. */
  readonly limits?: Pick<Limits, 'states' | 'totals'>;
  /** Absent: nothing draws. */
  readonly drawPicture?: CommandContext['drawPicture'];
  readonly clock: Clock;
}

const NO_LIMITS: CommandContext['limits'] = { states: async () => [], totals: () => [] };

/** More turns make a file that is too long to read. */
const MAX_EXPORTED_TURNS = 5_000;

/** The parts of the bot that carry out the orders of commands. */
interface CommandTargets {
  readonly dispatcher: Dispatcher;
  readonly editor: Pick<QuestionEditor, 'forget' | 'remove'>;
  readonly deletion: Pick<DataDeletion, 'deleteAll'>;
  readonly tracer: Tracer;
  readonly gate: Pick<CommandGate, 'usable'>;
  readonly questions: CommandQuestions;
}

/** Connects the abilities of commands with the parts of the bot. Gives the context for a reader of one language. */
export function createCommandContext(
  parts: CommandContextParts,
  { dispatcher, editor, deletion, tracer, gate, questions }: CommandTargets,
): (language: Language) => CommandContext {
  const { turns, conversations, settings, router, commands, access, nearby } = parts;

  const { findControllable, findEnded, findOwn } = createAnswerFinder({
    ...parts,
    whenEnded: dispatcher.whenEnded,
  });

  /**
   * Shows an ended turn as it is stored, if a button of its answer was pressed: that button outlived the
   * answer.
   */
  async function showEnd(turn: Turn, answer: AnswerSelector): Promise<ControlResult> {
    const isPress = answer.sequence !== undefined && answer.messageId !== undefined;
    if (!isPress) return 'pointless';

    const version = turn.shownVersion;
    return turn.versions[version] ? reopen(turn, answer, { kind: 'show', version }) : 'gone';
  }

  async function reopen(
    turn: Turn,
    { channel, interaction }: AnswerSelector,
    rerun: Rerun,
  ): Promise<ControlResult> {
    // The chat may have another id by now, and the right to answer this order lasts longer.
    const asked = turn.address.channel.id === channel.id ? turn.address : { channel };
    const address = asked.interaction && interaction ? { ...asked, interaction } : asked;
    const outcome = await turns.reopen({ ...turn, address }, rerun);
    if (outcome !== 'reopened') return outcome;

    dispatcher.kick();
    return 'done';
  }

  return (language) => ({
    language,
    may: access.may,

    async models() {
      const models = await router.models();
      return models.map((model) => ({ name: model.name, facts: model }));
    },

    async currentModel(channel) {
      return settings.of(channel).model ?? router.defaultModel;
    },

    async chooseModel(channel, name) {
      if (!(await router.find(name))) return false;
      await settings.choose(channelKey(channel), (rules) => ({ ...rules, model: name }));
      return true;
    },

    async style(channel) {
      return omitUndefined({ rich: settings.chosen(channelKey(channel)).isRich });
    },

    chooseStyle: (channel, { rich }) =>
      settings.choose(channelKey(channel), ({ isRich, ...rules }) =>
        omitUndefined({ ...rules, isRich: rich }),
      ),

    async stop(channel, author) {
      const mayStopAll = await access.may('stop', author, channel);
      return dispatcher.stop(channel, mayStopAll ? undefined : author.id);
    },

    async stopAnswer(answer) {
      const turn = await findControllable(answer, 'stop');
      if (typeof turn === 'string') return turn;
      if (await dispatcher.stopTurn(turn)) return 'done';
      return isOpen(turn) ? 'pointless' : showEnd(turn, answer);
    },

    async rerun(answer, requested) {
      const turn = await findEnded(answer, 'regenerate');
      if (typeof turn === 'string') return turn;

      const rerun = rerunFor(turn, requested);
      return rerun ? reopen(turn, answer, rerun) : showEnd(turn, answer);
    },

    async undo(channel, author) {
      const newest = await findControllable({ channel, author }, 'undo');
      const turn = newest === 'forbidden' ? await findOwn(channel, author, 'undo') : newest;
      if (typeof turn === 'string') return turn;
      await editor.forget(turn);
      return newest === 'forbidden' ? 'own' : 'done';
    },

    async forget(answer) {
      const turn = await findControllable(answer, 'forget');
      if (typeof turn === 'string') return turn;

      const { channel, messageId } = answer;
      const input = turn.inputs.find(({ id }) => id === messageId);
      await (input ? editor.remove(channel, input.id) : editor.forget(turn));
      return 'done';
    },

    async reset(channel) {
      // The epoch rises first: the stopped turn then ends in the old history. All steps start before
      // any later message is accepted.
      await Promise.all([
        conversations.reset(channel),
        dispatcher.stop(channel),
        nearby.forget(channel),
      ]);
    },

    pins: parts.pins,
    settings: parts.settingsOf,
    scopes: settings,
    people: parts.people,

    parameterRanges: async (channel) =>
      (await router.find(settings.of(channel).model ?? router.defaultModel))?.parameters,

    async history(channel) {
      const newestFirst: Turn[] = [];
      for await (const turn of conversations.since(channel)) {
        newestFirst.push(turn);
        if (newestFirst.length === MAX_EXPORTED_TURNS) break;
      }
      return newestFirst.toReversed();
    },

    deleteData: deletion.deleteAll,

    ask: questions.askByCommand,
    trace: tracer.trace,
    accessDesk: parts.accessDesk,
    ...(parts.consoleLink && { consoleLink: parts.consoleLink }),
    isAdmin: access.isAdmin,
    isModerator: access.isModerator,
    usage: parts.usage,
    limits: parts.limits ?? NO_LIMITS,
    drawPicture: parts.drawPicture ?? (async () => undefined),
    now: parts.clock.now,
    commands: (author, channel) => gate.usable(commands, author, channel),
  });
}

/**
 * A `show` of the version after the newest makes that version. `undefined`: the rerun makes no sense
 * here, as for a version that no button names.
 */
function rerunFor({ versions, shownVersion }: Turn, requested: Rerun): Rerun | undefined {
  const version = versions[shownVersion];
  if (!version) return undefined;
  if (requested.kind === 'continue' && !canContinue(version)) return undefined;

  if (requested.kind !== 'show' || versions[requested.version]) return requested;
  return requested.version === versions.length ? { kind: 'regenerate' } : undefined;
}
