import type { ChatRequest } from '../../../contracts/provider.ts';
import type { JsonObject } from '../json.ts';
import type { Concessions } from './concessions.ts';

/** A request that was refused, and the concessions that it already made. */
export interface RefusedCall {
  /** As the person asked, before any concession. */
  readonly request: ChatRequest;
  /** The whole body, before any concession. */
  readonly body: JsonObject;
  /** The parts of the body that the answer does not need. */
  readonly optionalBody: JsonObject;
  readonly concessions: Concessions;
}
