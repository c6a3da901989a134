import { demo } from './demo/demo.ts';
import { openai } from './openai.ts';
import type { ProviderFactory } from './provider-parts.ts';

/** Every provider that Parley knows, in the order in which people see their models. */
export const providers: readonly ProviderFactory[] = [
  openai, //
  demo,
];
