import type { Channel } from '../contracts/chat-message.ts';
import type {
  LimitMeasure,
  LimitRules,
  LimitSet,
  LimitSubject,
  Most,
} from '../contracts/limits.ts';
import { channelKey } from '../lib/channel-key.ts';
import { networkOf } from '../lib/network-of.ts';
import { scopeNames } from '../lib/scope-names.ts';

/** One limit that applies to a question. */
export interface LimitInForce {
  readonly subject: LimitSubject;
  readonly measure: LimitMeasure;
  readonly most: number;
  /** The scope in which it is counted. */
  readonly scope: string;
  /** `<platform>:<id>`: it counts only this person. */
  readonly person?: string;
  /** Answers when the limit is reached. Absent: nothing does. */
  readonly degrade?: string;
  /** Limits of the same set have the same number. */
  readonly set: number;
}

/** All limits that apply to a person in a channel. */
export interface LimitList {
  /** Those of the widest scopes first, and those of the person last. */
  readonly measured: readonly LimitInForce[];
  /** In tokens. */
  readonly longestAnswer?: number;
  readonly atOnce: readonly Omit<LimitInForce, 'measure' | 'degrade' | 'set'>[];
  readonly allowsUnpriced: boolean;
}

/** The person whose limits are asked for. `role`: the widest that is theirs. */
export interface LimitedPerson {
  readonly key: string;
  readonly role: 'person' | 'moderators' | 'admins';
}

/** An entry of a set, and where it comes from. */
interface Entry<Value> {
  readonly value: Value;
  readonly subject: LimitSubject;
  readonly namedIn: string;
}

type Entries = { readonly [Key in keyof LimitSet]?: Entry<NonNullable<LimitSet[Key]>> };
/** The limits of one scope, by its name. */
type Layer = readonly [scope: string, rules: LimitRules];

const MEASURES = Object.keys({
  answersPerMinute: true,
  answersPerDay: true,
  tokensPerDay: true,
  usdPerDay: true,
  usdPerMonth: true,
  commandsPerMinute: true,
} satisfies Record<LimitMeasure, true>) as readonly LimitMeasure[];

/** The sets that apply to a person, each over the ones before it. */
const SUBJECTS_OF_ROLE = {
  person: ['person'],
  moderators: ['person', 'moderators'],
  admins: ['person', 'moderators', 'admins'],
} as const satisfies Record<LimitedPerson['role'], readonly LimitSubject[]>;

/** Lists what limits a person in a channel. Without a person: what limits the channel. */
export function listLimits(
  rules: ReadonlyMap<string, LimitRules>,
  channel: Channel,
  person?: LimitedPerson,
): LimitList {
  const scopes = scopeNames(channel);
  const layers = scopes.flatMap((scope): Layer[] => {
    const ofScope = rules.get(scope);
    return ofScope ? [[scope, ofScope]] : [];
  });
  const { server, parentId, id } = channel;

  const sets: CountedSet[] = layers.map((layer) => ({
    entries: mergeSets([layer], ['total']),
    counted: (scope) => ({ scope }),
  }));
  const addPlace = (subject: LimitSubject, placeId: string) =>
    sets.push({
      entries: mergeSets(layers, [subject]),
      counted: (namedIn) => ({ scope: narrowerScope(scopes, namedIn, channel.platform, placeId) }),
    });
  if (server) addPlace('server', server);
  addPlace('channel', parentId ?? id);
  if (person) {
    const entries = mergeSets(layers, SUBJECTS_OF_ROLE[person.role]);
    sets.push({ entries, counted: (scope) => ({ scope, person: person.key }) });
  }

  const longest = sets.flatMap(({ entries }) => numberOf(entries.longestAnswer) ?? []);
  const unpriced = layers.findLast(([, { unpriced }]) => unpriced !== undefined)?.[1].unpriced;
  return {
    measured: sets.flatMap(listMeasured),
    ...(longest.length > 0 && { longestAnswer: Math.min(...longest) }),
    atOnce: sets.flatMap(({ entries: { atOnce }, counted }) => {
      const most = numberOf(atOnce);
      if (!atOnce || most === undefined) return [];
      return [{ subject: atOnce.subject, most, ...counted(atOnce.namedIn) }];
    }),
    allowsUnpriced: unpriced === 'allow',
  };
}

/** The entries of a set, and where one of them is counted by the scope that names it. */
interface CountedSet {
  readonly entries: Entries;
  counted(namedIn: string): Pick<LimitInForce, 'scope' | 'person'>;
}

function listMeasured({ entries, counted }: CountedSet, set: number): readonly LimitInForce[] {
  const degrade = entries.degrade?.value;
  return MEASURES.flatMap((measure) => {
    const entry = entries[measure];
    const most = numberOf(entry);
    if (!entry || most === undefined) return [];
    const { subject, namedIn } = entry;
    const limit = { subject, measure, most, set, ...counted(namedIn) };
    return [degrade === undefined || degrade === 'none' ? limit : { ...limit, degrade }];
  });
}

/** Lists what limits a whole scope. */
export function listTotals(scope: string, total: LimitSet): readonly LimitInForce[] {
  const entries = mergeSets([[scope, { total }]], ['total']);
  return listMeasured({ entries, counted: (namedIn) => ({ scope: namedIn }) }, 0);
}

/** Puts the sets of some subjects together. A later subject replaces entries of earlier ones, and a narrower scope those of wider ones. */
function mergeSets(layers: readonly Layer[], subjects: readonly LimitSubject[]): Entries {
  const merged: Record<string, Entry<Most>> = {};
  for (const subject of subjects) {
    for (const [namedIn, rules] of layers) {
      for (const [key, value] of Object.entries(rules[subject] ?? {})) {
        merged[key] = { value, subject, namedIn };
      }
    }
  }
  return merged as Entries;
}

function numberOf(entry: Entry<Most> | undefined): number | undefined {
  return entry === undefined || entry.value === 'none' ? undefined : entry.value;
}

/** What happens in a place, and inside the scope that names the limit: the narrower one of both. */
function narrowerScope(
  scopes: readonly string[],
  namedIn: string,
  platform: string,
  placeId: string,
): string {
  // A limit that one of several bots has is about that bot, any other about the whole network.
  const isOfBot = namedIn === platform || namedIn.startsWith(`${platform}:`);
  const place = channelKey({ platform: isOfBot ? platform : networkOf(platform), id: placeId });
  return scopes.indexOf(namedIn) > scopes.indexOf(place) ? namedIn : place;
}
