import type { Command, CommandCall, CommandContext } from '../contracts/command.ts';
import type { Trace } from '../contracts/trace.ts';
import { modelName } from '../texts/model-name.ts';
import { whyTexts } from '../texts/why-texts.ts';

type TracedTurn = Extract<Trace, { kind: 'turn' }>;

export const why: Command = {
  name: 'why',
  description: 'Why I did or did not answer a message',
  target: 'message',
  async run(call, powers) {
    const isPointed = call.targetId !== undefined;
    const text = isPointed
      ? explain(await powers.trace(call), call, powers)
      : whyTexts.howTo(call.channel.platform);
    return { text, onlyAsker: true };
  },
};

function explain(trace: Trace, call: CommandCall, powers: CommandContext): string {
  const { platform, id, parentId } = call.channel;
  switch (trace.kind) {
    case 'turn':
      return explainTurn(trace, powers.isAdmin(call.author, call.channel));
    case 'own':
      return whyTexts.own;
    case 'unknown':
      return whyTexts.unknown(platform);
    default:
      return whyTexts.declined(trace, { platform, placeId: `${platform}:${parentId ?? id}` });
  }
}

/** Admins see every try. */
function explainTurn(trace: TracedTurn, isAdmin: boolean): string {
  const { turn } = trace;
  const sentence = whatBecame(trace);
  const tries = isAdmin ? (turn.versions[turn.shownVersion]?.attempts ?? []) : [];
  const restarts = isAdmin && turn.resumes > 0 ? [whyTexts.resumed(turn.resumes)] : [];
  return [
    [sentence, ...restarts].join(' '),
    '',
    ...tries.map((attempt, at) => `${at + 1}. ${whyTexts.attempt(attempt)}`),
  ]
    .join('\n')
    .trim();
}

function whatBecame({ turn, turnsAhead, endedAgoMs }: TracedTurn): string {
  const { state, versions, shownVersion } = turn;
  if (state === 'waiting') return whyTexts.waiting(turnsAhead);
  if (state === 'running') return whyTexts.running;
  const version = versions[shownVersion];
  if (!version) return whyTexts.dropped;
  if (!version.model) return whyTexts.noModel;
  return whyTexts.ended(state, modelName(version), endedAgoMs, version.attempts?.at(-1));
}
