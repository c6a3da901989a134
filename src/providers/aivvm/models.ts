/** A model of the service. */
interface AivvmModel {
  /** The name that the service showed. A request repeats it. */
  readonly name: string;
  /** The number of tokens that the prompt and the answer may have together. */
  readonly contextWindow: number;
}

/** The models of the service, by id. The first one was its default. */
export const aivvmModels: ReadonlyMap<string, AivvmModel> = new Map([
  ['gpt-3.5-turbo', { name: 'GPT-3.5', contextWindow: 4_096 }],
  ['gpt-3.5-turbo-0613', { name: 'GPT-3.5-0613', contextWindow: 4_096 }],
  ['gpt-3.5-turbo-16k', { name: 'GPT-3.5-16K', contextWindow: 16_384 }],
  ['gpt-3.5-turbo-16k-0613', { name: 'GPT-3.5-16K-0613', contextWindow: 16_384 }],
  ['gpt-4', { name: 'GPT-4', contextWindow: 8_192 }],
  ['gpt-4-0613', { name: 'GPT-4-0613', contextWindow: 8_192 }],
  ['gpt-4-32k', { name: 'GPT-4-32K', contextWindow: 32_768 }],
  ['gpt-4-32k-0613', { name: 'GPT-4-32K-0613', contextWindow: 32_768 }],
]);
