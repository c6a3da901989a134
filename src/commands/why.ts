import type { Command, CommandCall, CommandContext } from '../contracts/command.ts';
import type { Trace } from '../contracts/trace.ts';
import type { Turn } from '../contracts/turns.ts';
import { networkOf } from '../lib/network-of.ts';
import { sumCosts } from '../lib/page/sum-costs.ts';
import type { Texts } from '../texts/en/index.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';
import { modelName } from '../texts/model-name.ts';

type WhyTexts = Texts['why'];
type TracedTurn = Extract<Trace, { kind: 'turn' }>;

export const why: Command = {
  name: 'why',
  power: 'why',
  description: inEveryLanguage((texts) => texts.commands.why),
  target: 'message',
  onlyAsker: true,
  menuName: inEveryLanguage((texts) => texts.commands.menuWhy),

  async run(call, context) {
    const hasTarget = call.targetId !== undefined;
    const text = hasTarget
      ? await explainTrace(await context.trace(call), call, context)
      : textsIn(context.language).why.howTo(networkOf(call.channel.platform));
    return { text, onlyAsker: true };
  },
};

async function explainTrace(
  trace: Trace,
  call: CommandCall,
  { language, may }: CommandContext,
): Promise<string> {
  const { author, channel } = call;
  const { platform, id, parentId } = channel;
  const network = networkOf(platform);
  const { why: texts, controlRefused } = textsIn(language);
  const isAsker = isAskerOf(trace, call);
  if (!(await may('why', author, channel, isAsker))) return controlRefused.forbidden;

  switch (trace.kind) {
    case 'turn':
      return explainTurn(trace, await may('why_details', author, channel, isAsker), texts);
    case 'own':
      return texts.own;
    case 'unknown':
      return texts.unknown(network);
    default:
      return texts.declined(trace, { network, chatId: `${platform}:${parentId ?? id}` });
  }
}

/** Tells whether the person asks about a message of their own, or about its answer. */
function isAskerOf(trace: Trace, { author, target }: CommandCall): boolean {
  if (trace.kind === 'turn')
    return trace.turn.inputs.some((input) => input.author.id === author.id);
  return target !== undefined && target !== 'own' && target.author.id === author.id;
}

/** `hasDetails`: with the restarts and every attempt. */
function explainTurn(trace: TracedTurn, hasDetails: boolean, texts: WhyTexts): string {
  const summary = summarizeTurn(trace, texts);
  if (!hasDetails) return summary;

  const { resumes, versions, shownVersion } = trace.turn;
  const restarts = resumes > 0 ? [texts.resumed(resumes)] : [];
  const attempts = versions[shownVersion]?.attempts ?? [];
  const attemptLines = attempts.map((attempt, index) => `${index + 1}. ${texts.attempt(attempt)}`);
  const costs = sumCosts(attempts);
  const cost = costs ? [texts.cost(costs.usd, costs.isEstimated)] : [];
  return [[summary, ...restarts, ...cost].join(' '), '', ...attemptLines].join('\n').trim();
}

function summarizeTurn({ turn, turnsAhead, endedAgoMs }: TracedTurn, texts: WhyTexts): string {
  const { state, inputs, versions, shownVersion } = turn;
  if (inputs.length === 0) return texts.forgotten;
  if (state === 'waiting') return texts.waiting(turnsAhead);
  if (state === 'running') return texts.running;

  const version = versions[shownVersion];
  const isAsked = version?.model !== undefined && version.model !== '';
  if (!version || (state === 'stopped' && !isAsked)) return texts.dropped;
  if (version.refusal) return (version.notes ?? []).join(' ');
  if (!isAsked) return texts.noModel;
  if (state === 'failed' && isUnread(turn)) return texts.unread;
  if (version.isRepetition && state === 'done') {
    return texts.repeated(modelName(version), endedAgoMs);
  }
  return texts.ended(state, modelName(version), endedAgoMs, version.attempts?.at(-1));
}

/** Only files came, and none of them reached a model. */
function isUnread({ inputs, versions, shownVersion, material }: Turn): boolean {
  const hasAttempts = (versions[shownVersion]?.attempts ?? []).length > 0;
  const hasFiles = (material?.files ?? []).length > 0;
  return hasFiles && !hasAttempts && inputs.every(({ text, details }) => !text && !details);
}
