import type { Fleet } from '../contracts/fleet.ts';
import type { Clock } from '../lib/clock.ts';
import { fieldsReader, textReader } from '../lib/json-reader.ts';
import type { Log } from '../lib/log.ts';
import type { RoutingFile } from './open-routing.ts';

interface CompareParts {
  readonly file: string;
  readonly routing: Pick<RoutingFile, 'fingerprint'>;
  readonly fleet: Pick<Fleet, 'self' | 'members' | 'tell' | 'onTold'>;
  readonly clock: Clock;
  readonly log: Log;
}

const TOPIC = 'parley.yaml';
const LOOK_EVERY_MS = 30_000;
/** A message may get lost, so it is told again. */
const TELL_EVERY_LOOKS = 20;
/** An operator edits the files of several machines one after the other. */
const PATIENCE_MS = 5 * 60_000;

const readTold = fieldsReader(
  { by: textReader(100), fingerprint: textReader(100) },
  'by',
  'fingerprint',
);

/**
 * Warns when other processes on the store have another `parley.yaml` than this one: each answers by its own, and nothing
 * copies it. Gives the function that ends it.
 */
export function compareRouting({ file, routing, fleet, clock, log }: CompareParts): () => void {
  const others = new Map<string, string>();
  let told = '';
  let looks = 0;
  let differsSince: number | undefined;
  let isWarned = false;

  function tell(asksOthers: boolean): void {
    told = routing.fingerprint;
    fleet.tell(TOPIC, { by: fleet.self.id, fingerprint: told, asksOthers });
  }

  const unhear = fleet.onTold(TOPIC, (content) => {
    const { by, fingerprint } = readTold(content) ?? {};
    if (by === undefined || fingerprint === undefined) return;
    others.set(by, fingerprint);
    if (Object(content).asksOthers === true) tell(false);
  });

  function look(): void {
    cancel = clock.after(LOOK_EVERY_MS, look);
    looks += 1;
    if (routing.fingerprint !== told || looks % TELL_EVERY_LOOKS === 0) tell(false);
    const members = fleet.members();
    const ids = new Set(members.map(({ id }) => id));
    for (const id of others.keys()) if (!ids.has(id)) others.delete(id);
    const differing = members.filter(({ id }) => {
      const fingerprint = others.get(id);
      return fingerprint !== undefined && fingerprint !== routing.fingerprint;
    });
    judge(differing.map(({ number }) => number));
  }

  function judge(differing: readonly number[]): void {
    if (differing.length === 0) {
      differsSince = undefined;
      isWarned = false;
      return;
    }
    differsSince ??= clock.now();
    if (isWarned || clock.now() - differsSince < PATIENCE_MS) return;
    isWarned = true;
    log.warn(
      { file, processes: differing },
      'routing: other processes on this store have another parley.yaml, and each answers by its own. Give the same file to all of them.',
    );
  }

  tell(true);
  let cancel = clock.after(LOOK_EVERY_MS, look);
  return () => {
    cancel();
    unhear();
  };
}
