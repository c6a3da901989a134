import type { ModelInfo } from '../contracts/provider.ts';
import type { KeyRing } from './key-ring.ts';

/** One model of one provider. */
export interface ModelTarget {
  readonly provider: KeyRing;
  /** The provider's own id. */
  readonly model: string;
}

/** The models that one provider lists. Empty: it lists none. */
export interface ModelList {
  readonly provider: KeyRing;
  readonly models: readonly ModelInfo[];
}
