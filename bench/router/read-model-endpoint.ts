/** The place where a process requests answers. */
export interface ModelEndpoint {
  /** An address with OpenAI's protocol, up to `/v1`. */
  readonly baseUrl: string;
  /** Headers that each request needs. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Reads the endpoint from the first argument of this process, where the parent puts it as JSON. */
export function readModelEndpoint(): ModelEndpoint {
  return JSON.parse(process.argv[2] ?? '');
}
