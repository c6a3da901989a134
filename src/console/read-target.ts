/** The address of a request. */
export interface RequestTarget {
  readonly path: string;
  readonly query: URLSearchParams;
}

const MAX_CHARACTERS = 2_048;
/** Every address of the console. Nothing is decoded, so nothing can hide in an encoding. */
const PATH = /^\/[a-z0-9./-]*$/;

/** Reads the target of a request line. `undefined`: the console has no such address, whoever asks. */
export function readTarget(target = ''): RequestTarget | undefined {
  if (target.length > MAX_CHARACTERS) return undefined;
  const [path = '', ...query] = target.split('?');
  const isKnown = PATH.test(path) && !path.includes('..') && !path.includes('//');
  return isKnown ? { path, query: new URLSearchParams(query.join('?')) } : undefined;
}
