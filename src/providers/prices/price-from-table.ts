import type { ModelPrice } from '../../contracts/model-price.ts';
import { isNearbyHost } from './is-nearby-host.ts';
import { MODEL_PRICES } from './model-prices.ts';

/** A service, and where it is reached. */
interface PricedService {
  /** The provider's name. */
  readonly name: string;
  /** The host of the address that the operator has set. Absent: the service's own. */
  readonly host?: string | undefined;
}

const FREE: ModelPrice = { input: 0, output: 0 };
/** Servers that run a model themselves: on a machine of the operator, nobody charges for it. A proxy may stand behind any other. */
const OWN_SERVERS: ReadonlySet<string> = new Set(['ollama', 'lmstudio', 'llamacpp', 'vllm', 'tgi']);
/** Of these, the address without a variable is on this machine. Ollama's is its cloud. */
const NEARBY_BY_DEFAULT: ReadonlySet<string> = new Set(['lmstudio', 'llamacpp', 'vllm']);
/** Ollama passes such a model on to its cloud (docs.ollama.com/cloud). */
const CLOUD_MODEL = /[:-]cloud$/;
/**
 * The end of an id that names one state of a model: `-2026-04-01`, `-20250929`, `@20250929`, `-05-2025`, `-0613`,
 * `-2508`, `-001`, `-latest`. Whatever else follows a name makes it another model.
 */
const STATE =
  /(?:[-@](?:20\d{2}-?[01]\d-?[0-3]\d|[01]\d-20\d{2}|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|2[3-9](?:0[1-9]|1[0-2])|00\d)|-latest)$/;

/** The price of a model where neither the operator nor the service tells one. `undefined`: it is not known. */
export function priceFromTable(
  { name, host }: PricedService,
  model: string,
): ModelPrice | undefined {
  if (name === 'demo') return FREE;
  if (OWN_SERVERS.has(name)) {
    const isNearby = host === undefined ? NEARBY_BY_DEFAULT.has(name) : isNearbyHost(host);
    return isNearby && !CLOUD_MODEL.test(model) ? FREE : undefined;
  }

  const list = Object.hasOwn(MODEL_PRICES, name) ? MODEL_PRICES[name] : undefined;
  if (!list || (host !== undefined && !list.hosts.includes(host))) return undefined;

  const ids = [model, model.replace(STATE, '')];
  const known = ids.find((id) => Object.hasOwn(list.models, id));
  return known === undefined ? undefined : list.models[known];
}
