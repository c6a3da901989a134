import type { ProviderEvent } from '../contracts/provider.ts';
import { ProviderError } from '../errors.ts';
import type { Candidate } from './candidate.ts';

/**
 * The events of a model, as long as it takes the pictures of the request.
 *
 * @throws A `ProviderError` of kind `unseen` when it does not.
 */
export async function* failWhenBlind(
  { target }: Candidate,
  events: AsyncIterable<ProviderEvent>,
): AsyncGenerator<ProviderEvent> {
  for await (const event of events) {
    if (event.type === 'images-omitted') {
      const provider = target.provider.name;
      throw new ProviderError(`${provider}/${target.model} takes no pictures.`, {
        kind: 'unseen',
        provider,
      });
    }
    yield event;
  }
}
