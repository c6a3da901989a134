/** The person and the channel that are served. Plain data. */
export interface ServedParty {
  /** Absent: nobody, and the channel stands for them. */
  readonly person?: string;
  readonly channel: string;
}

/** Somebody who waits to be served. */
export interface WaitingParty extends ServedParty {
  /** Who waits with a smaller number came first. */
  readonly age: number;
  /** It was served before, and had to make way: it comes before all others. */
  readonly isResumed?: boolean;
}

/**
 * Decides who is served next: the person with the fewest services under way, then the one with the fewest recent
 * services, then the channel with the fewest recent services, then the one who came first.
 *
 * Nobody starves: after `RECENT_SERVICES` others, the earlier services of a person no longer count, and after as
 * many outside of their channel, only those come first who came before them.
 */
export interface FairOrder {
  /** One pass over the candidates. `isHeldBack` is asked only about those that would come next. */
  choose<Candidate extends WaitingParty>(
    candidates: Iterable<Candidate>,
    isHeldBack?: (candidate: Candidate) => boolean,
  ): Candidate | undefined;
  /** Counts a service. Gives the function that ends it; call that once. */
  serve(party: ServedParty): () => void;
  /** The services under way of the person and of the channel. */
  underWay(party: ServedParty): { readonly ofPerson: number; readonly ofChannel: number };
  /** Forgets the recent services: nobody waits, so the next one owes nothing to anybody. */
  forget(): void;
}

/** After this many services of others, an earlier one no longer counts. */
export const RECENT_SERVICES = 32;

/** Creates an order in which nobody was served yet. It remembers the services under way and the recent ones. */
export function createFairOrder(): FairOrder {
  const peopleUnderWay = createTally();
  const channelsUnderWay = createTally();
  const recentPeople = createTally();
  const recentChannels = createTally();
  /** Oldest first. */
  let recent: ServedParty[] = [];

  function leaveRecent(party: ServedParty): void {
    recentPeople.subtract(personOf(party));
    recentChannels.subtract(party.channel);
  }

  /** Less than 0: `a` comes before `b`. */
  function compare(a: WaitingParty, b: WaitingParty): number {
    const [personA, personB] = [personOf(a), personOf(b)];
    return (
      Number(b.isResumed ?? false) - Number(a.isResumed ?? false) ||
      peopleUnderWay.of(personA) - peopleUnderWay.of(personB) ||
      recentPeople.of(personA) - recentPeople.of(personB) ||
      recentChannels.of(a.channel) - recentChannels.of(b.channel) ||
      a.age - b.age
    );
  }

  function choose<Candidate extends WaitingParty>(
    candidates: Iterable<Candidate>,
    isHeldBack: (candidate: Candidate) => boolean = () => false,
  ): Candidate | undefined {
    let best: Candidate | undefined;
    for (const candidate of candidates) {
      if (best && compare(candidate, best) >= 0) continue;
      if (!isHeldBack(candidate)) best = candidate;
    }
    return best;
  }

  return {
    choose,

    serve(party) {
      const person = personOf(party);
      peopleUnderWay.add(person);
      channelsUnderWay.add(party.channel);
      recentPeople.add(person);
      recentChannels.add(party.channel);
      recent.push(party);
      if (recent.length > RECENT_SERVICES) leaveRecent(recent.shift() as ServedParty);

      return () => {
        peopleUnderWay.subtract(person);
        channelsUnderWay.subtract(party.channel);
      };
    },

    underWay: (party) => ({
      ofPerson: peopleUnderWay.of(personOf(party)),
      ofChannel: channelsUnderWay.of(party.channel),
    }),

    forget() {
      for (const party of recent) leaveRecent(party);
      recent = [];
    },
  };
}

/** The name of the person, or of what stands for them. */
export function personOf({ person, channel }: ServedParty): string {
  return person ?? channel;
}

/** Counts by name. A name that is back at 0 takes no memory. */
function createTally() {
  const counts = new Map<string, number>();
  const of = (name: string) => counts.get(name) ?? 0;

  return {
    of,
    add: (name: string) => void counts.set(name, of(name) + 1),
    subtract(name: string) {
      const count = of(name) - 1;
      if (count > 0) counts.set(name, count);
      else counts.delete(name);
    },
  };
}
