/** Where the model is that this process asks, and what else it wants to be told. */
export interface ModelEndpoint {
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the parent wrote into the arguments of this process. */
export function readModelEndpoint(): ModelEndpoint {
  return JSON.parse(process.argv[2] ?? '');
}
