import type { ModelPrice } from '../../contracts/model-price.ts';
import { ConfigError } from '../../errors.ts';
import { type Env, readVariable } from '../../lib/env.ts';
import { isNearbyHost } from '../prices/is-nearby-host.ts';
import { MODEL_PRICES } from '../prices/model-prices.ts';
import { priceFromTable } from '../prices/price-from-table.ts';

const MAX_USD_PER_MINUTE = 1_000;

/**
 * The price of transcriptions: by `TRANSCRIPTION_USD_PER_MINUTE`, else by the table. A server nearby costs nothing.
 *
 * @throws A `ConfigError` when the variable is no price.
 */
export function transcriptionPrice(env: Env, host: string, model: string): ModelPrice | undefined {
  const told = readVariable(env, 'TRANSCRIPTION_USD_PER_MINUTE');
  if (told !== undefined) {
    const perAudioMinute = Number(told);
    if (perAudioMinute >= 0 && perAudioMinute <= MAX_USD_PER_MINUTE) {
      return { input: 0, output: 0, perAudioMinute };
    }
    throw new ConfigError(
      'TRANSCRIPTION_USD_PER_MINUTE is not a price in US dollars. Write it as 0.006.',
    );
  }
  if (isNearbyHost(host)) return { input: 0, output: 0 };

  const name = Object.keys(MODEL_PRICES).find((each) => MODEL_PRICES[each]?.hosts.includes(host));
  return name === undefined ? undefined : priceFromTable({ name, host }, model);
}
