import type { ProviderErrorKind } from '../../contracts/provider.ts';
import { pluralIn } from '../plural.ts';
import { wasAsked } from '../was-asked.ts';
import { cost } from './cost.ts';
import { failures } from './failures.ts';

const plural = pluralIn('en');

/** The sentences in and around an answer. */
export const answers = {
  reasoningLabel: 'Reasoning',
  onlyThoughts: '(The model only thought out loud. These are its thoughts.)',
  thoughtsCut: '(The model had more thoughts, but they are too long to show.)',
  thinking: (ms: number) => `(thinking… ${Math.round(ms / 1_000)} s)`,
  footer: (parts: readonly string[]) => `*${parts.join(' · ')}*`,
  tokens: (input: number | undefined, output: number | undefined, cached = 0) => {
    // Services that count nothing report zeros.
    if (!input && !output) return '';
    const sum = plural((input ?? 0) + (output ?? 0), { one: 'token', other: 'tokens' });
    return cached > 0 ? `${sum} (${cached.toLocaleString('en-US')} cached)` : sum;
  },
  seconds: (ms: number) => `${(ms / 1_000).toFixed(1)} s`,
  cost,
  sources: (links: readonly string[]) => `Sources: ${links.join(' · ')}`,
  stopped: '(stopped)',
  interrupted: "(I'm restarting. I'll write this answer again when I'm back.)",
  gaveUp: 'I gave up on this answer, because I had to restart several times. Please ask again.',
  continuedBy: (model: string) => `(${model} wrote the rest of this answer.)`,
  cutByLength: '(The model stopped at its length limit.)',
  cutByFilter: "(The model's content filter stopped this answer.)",
  cutBySize: '(I stopped this answer because it became too long.)',
  cutByRepetition: '(The model kept repeating itself, so I stopped it.)',
  continuesInFile: '… the rest will follow in a file.',
  wholeInFile: '… the file contains the whole answer.',
  fileForbidden: "(I'm not allowed to attach files here, so I can't show the rest of this answer.)",
  fileRefused:
    "(This network didn't take the file with the rest of this answer, so I can't show the rest.)",
  trimmed:
    '(The oldest messages no longer fit into the model. This answer does without them, and the next ones get a summary of them. `/reset` starts a new conversation.)',
  trimmedWithoutSummary:
    '(The oldest messages no longer fit into the model, so I answer without them. `/reset` starts a new conversation.)',
  materialCut:
    '(Not everything that came with your question fits into the model. I left out parts of it.)',
  questionCut: "(Your message doesn't fit into the model. I read only its beginning.)",
  refused: '(This network refused to show my answer. Please ask in a different way.)',
  /** In place of an old message of an answer that the network does not remove. */
  removed: '(removed)',
  refusedPart: '(This network refused to show a part of my answer.)',
  noAnswer: 'The model gave no answer. Please ask again, or pick another model with `/model`.',
  questionTooLong: (model: string) =>
    `(Even your question alone is too long for ${model}. Please shorten it, or ask another model: \`/model\` shows them.)`,
  instructionsTooLong: (model: string) =>
    `(My instructions alone are too long for ${model}. Please tell the person who runs me, or pick another model with \`/model\`.)`,
  failed: (kind: ProviderErrorKind, model: string) =>
    wasAsked(kind) ? `(${model} failed. ${failures[kind].cure})` : `(${failures[kind].cure})`,
  /** Another model answers than the one that was asked for. */
  replaced: (model: string, requested: string, reason: ProviderErrorKind | undefined) =>
    `(${model} answers, because ${requested} ${reason ? failures[reason].reason : "doesn't"}.)`,
  failedInside: '(Something went wrong on my side. Please ask again; the reason is in my log.)',
};
