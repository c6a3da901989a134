import type { Language } from '../contracts/language.ts';
import { inCode } from '../lib/in-code.ts';
import { networkName } from '../lib/network-name.ts';
import { isInDollars } from '../lib/page/is-in-dollars.ts';
import { toSnakeCase } from '../lib/to-snake-case.ts';
import { amountsIn } from '../texts/amounts-in.ts';
import type { Texts } from '../texts/en/index.ts';
import { textsIn } from '../texts/index.ts';
import type { AlertReader } from './alert-post.ts';
import { formatTime } from './format-time.ts';
import type { Trouble, TroubleKind } from './trouble.ts';

/** A trouble in whole sentences. Markdown. */
interface Words {
  readonly what: string;
  readonly helps: string;
  /** That it is over. Absent: that is not told. */
  readonly over?: string;
  /** More about it, in English: our own sentences, which may repeat those of a service. */
  readonly details?: string | undefined;
}

type Describe<Kind extends TroubleKind> = (
  trouble: Extract<Trouble, { kind: Kind }>,
  texts: Texts['alerts'],
  reader: AlertReader,
) => Words;

const DESCRIPTIONS: { readonly [Kind in TroubleKind]: Describe<Kind> } = {
  keyRefused(trouble, { keyRefused }) {
    const key = keyIn(trouble);
    return {
      what: keyRefused.what(key),
      helps: keyRefused.helps(variableOf(trouble)),
      over: keyRefused.over(key),
    };
  },
  keyLimited(trouble, { keyLimited }) {
    const key = keyIn(trouble);
    const model = modelIn(trouble);
    return {
      what: keyLimited.what(key, model),
      helps: keyLimited.helps,
      over: keyLimited.over(key, model),
    };
  },
  noCredit(trouble, { noCredit }) {
    // Other models of the account may cost nothing, or be refused as well: each is told with its name.
    const key = keyIn({ ...trouble, provider: `${trouble.provider}/${trouble.model}` });
    return { what: noCredit.what(key), helps: noCredit.helps, over: noCredit.over(key) };
  },
  modelFails(trouble, { modelFails }) {
    const model = modelIn(trouble);
    return {
      what: modelFails.what(model, inCode(trouble.why)),
      helps: modelFails.helps,
      over: modelFails.over(model),
    };
  },
  modelEnds: ({ model, place, endsOn }, { modelEnds }) => ({
    what: modelEnds.what(inCode(model), endsOn),
    helps: modelEnds.helps(inCode(place)),
  }),
  limitNearlyReached: (trouble, { limitNearlyReached, limitReached }, reader) => ({
    what: limitNearlyReached.what(limitIn(trouble, reader)),
    helps: limitReached.helps(formatTime(trouble.resetsAt, reader)),
  }),
  limitReached(trouble, { limitReached }, reader) {
    const limit = limitIn(trouble, reader);
    return {
      what: limitReached.what(limit),
      helps: limitReached.helps(formatTime(trouble.resetsAt, reader)),
      // What was used is told when it is reached; at its end, that would contradict the zero.
      over: limitReached.over(limitName(trouble)),
    };
  },
  unpriced(trouble, { unpriced }) {
    const model = modelIn(trouble);
    return { what: unpriced.what(model), helps: unpriced.helps, over: unpriced.over(model) };
  },
  diskNearlyFull: ({ freeBytes }, { diskNearlyFull }, { language }) => ({
    what: diskNearlyFull.what(formatBytes(freeBytes, language)),
    helps: diskNearlyFull.helps,
    over: diskNearlyFull.over,
  }),
  storeFails: ({ problem }, { storeFails }) => ({ ...storeFails, details: problem }),
  networkLost({ name, problem }, { networkLost }) {
    const network = networkIn(name);
    return {
      what: networkLost.what(network),
      helps: networkLost.helps,
      over: networkLost.over(network),
      details: problem,
    };
  },
  networkLeftOut({ name, problem }, { networkLost, networkLeftOut }) {
    const network = networkIn(name);
    return {
      what: networkLeftOut.what(network),
      helps: networkLeftOut.helps,
      over: networkLost.over(network),
      details: problem,
    };
  },
  noWorkers: (_trouble, { noWorkers }) => noWorkers,
  newVersion: ({ version, current }, { newVersion }) => ({
    what: newVersion.what(version, current),
    helps: newVersion.helps,
  }),
};

/** Says what is wrong, what helps, and that it is over. */
export function describeTrouble(trouble: Trouble, reader: AlertReader): Words {
  // The table has a function for each kind; TypeScript does not see that it is the right one.
  const describe = DESCRIPTIONS[trouble.kind] as Describe<TroubleKind>;
  return describe(trouble as never, textsIn(reader.language).alerts, reader);
}

function keyIn({ provider, keyAlias }: { provider: string; keyAlias?: string }): string {
  return inCode(keyAlias === undefined ? provider : `${provider}, ${keyAlias}`);
}

function variableOf({ provider, keyAlias }: { provider: string; keyAlias?: string }): string {
  return inCode(`${provider.toUpperCase()}_API_${keyAlias === undefined ? 'KEY' : 'KEYS'}`);
}

function modelIn({ provider, model }: { provider: string; model: string }): string {
  return inCode(`${provider}/${model}`);
}

/** `Discord`, or the name of one of several bots there. */
function networkIn(name: string): string {
  return name.includes('@') ? inCode(name) : networkName(name);
}

type ReachedLimit = Extract<Trouble, { kind: 'limitReached' | 'limitNearlyReached' }>;

/** `$4.10 / $5.00 (limits.total.usd_per_day, discord:12)`: the same in all languages, besides the numbers. */
function limitIn(limit: ReachedLimit, { language }: AlertReader): string {
  const amounts = amountsIn(language);
  const format = isInDollars(limit) ? amounts.usd : amounts.whole;
  return `${format(limit.used)} / ${format(limit.most)} (${limitName(limit)})`;
}

/** The name of a limit in parley.yaml, and the scope in which it is counted. */
function limitName({ subject, measure, scope }: ReachedLimit): string {
  return `${inCode(`limits.${subject}.${toSnakeCase(measure)}`)}, ${inCode(scope)}`;
}

const MB = 1_000_000;
const GB = 1_000 * MB;

function formatBytes(bytes: number, language: Language): string {
  const [unit, size] = bytes < GB ? (['megabyte', MB] as const) : (['gigabyte', GB] as const);
  const options = { style: 'unit', unit, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, options).format(bytes / size);
}
