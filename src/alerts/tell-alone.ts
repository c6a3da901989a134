import type { Fleet } from '../contracts/fleet.ts';
import type { Log } from '../lib/log.ts';
import { hasWorkers } from './worker-watch.ts';

interface TellAloneParts {
  readonly fleet: Pick<Fleet, 'self' | 'members' | 'onMembers' | 'runAlone'>;
  readonly log: Log;
  /** Tells until its signal aborts. */
  tell(signal: AbortSignal): Promise<void>;
}

/**
 * Lets one process of the fleet tell: one that answers, or, where none does, a gateway, which else only takes events.
 * Gives the function that ends it.
 */
export function tellAlone({ fleet, log, tell }: TellAloneParts): () => void {
  let telling: AbortController | undefined;

  function look(): void {
    const isNeeded = fleet.self.role !== 'gateway' || !hasWorkers(fleet);
    if (!isNeeded) end();
    else if (!telling) begin();
  }

  function begin(): void {
    telling = new AbortController();
    fleet.runAlone('alerts', tell, telling.signal).catch((error: unknown) => {
      log.error({ error }, 'alerts: this process tells no troubles');
    });
  }

  function end(): void {
    telling?.abort();
    telling = undefined;
  }

  const endMembers = fleet.onMembers(look);
  look();
  return () => {
    endMembers();
    end();
  };
}
