import type { Clock } from '../lib/clock.ts';
import { readBounded } from '../lib/read-bounded.ts';
import { withTimeout } from '../lib/with-timeout.ts';

/** A server of models that runs on this machine. */
export interface LocalServer {
  /** The name of its provider: `ollama`. */
  readonly provider: string;
  /** As people write it: `LM Studio`. */
  readonly label: string;
  /** The value of its variable `…_BASE_URL`. */
  readonly baseUrl: string;
}

interface Parts {
  readonly clock: Clock;
  /** Ports of 127.0.0.1. Absent: those that the servers use by default. */
  readonly ports?: readonly number[];
}

/** Ollama, LM Studio, llama.cpp and vLLM, by default. */
const DEFAULT_PORTS = [11434, 1234, 8080, 8000];
const TIMEOUT_MS = 1_500;
const MAX_BYTES = 1_000_000;

/** The owner of the models in the list of `/v1/models`, by which each server is known. */
const KINDS_BY_OWNER: Readonly<Record<string, readonly [string, string]>> = {
  llamacpp: ['llamacpp', 'llama.cpp'],
  vllm: ['vllm', 'vLLM'],
  organization_owner: ['lmstudio', 'LM Studio'],
};

/**
 * Finds the servers of models on this machine. Each is known by what it answers: another program may have its
 * port. Never rejects.
 */
export async function findLocalServers({
  clock,
  ports = DEFAULT_PORTS,
}: Parts): Promise<readonly LocalServer[]> {
  const found = await Promise.all(ports.map((port) => identify(`http://127.0.0.1:${port}`, clock)));
  return found.flatMap((server) => server ?? []);
}

async function identify(origin: string, clock: Clock): Promise<LocalServer | undefined> {
  const [greeting, list] = await Promise.all([
    readText(`${origin}/`, clock),
    readText(`${origin}/v1/models`, clock),
  ]);
  // Its own protocol tells more than its imitation of OpenAI's.
  if (greeting?.trim() === 'Ollama is running')
    return { provider: 'ollama', label: 'Ollama', baseUrl: origin };

  const owners = list === undefined ? undefined : readOwners(list);
  if (!owners) return undefined;
  const known = owners.map((owner) => KINDS_BY_OWNER[owner]).find(Boolean);
  const [provider, label] = known ?? ['openai', "a server that speaks OpenAI's Chat Completions"];
  return { provider, label, baseUrl: `${origin}/v1` };
}

/** Gives the owners of the models in a list of OpenAI's form. `undefined`: the text is no such list. */
function readOwners(text: string): readonly string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    const { data }: { data?: unknown } = Object(list);
    if (!Array.isArray(data)) return undefined;
    return data.map((model: unknown) => String(Object(model).owned_by));
  } catch {
    return undefined;
  }
}

/** `undefined`: nothing answers there in time, or not with 200. */
async function readText(url: string, clock: Clock): Promise<string | undefined> {
  const onTimeout = () => new Error('too late');
  const onTooLarge = () => new Error('too large');
  try {
    return await withTimeout({ clock, timeoutMs: TIMEOUT_MS, onTimeout }, async (signal) => {
      const response = await fetch(url, { signal, redirect: 'error' });
      const bytes = await readBounded(response.body ?? new Blob().stream(), MAX_BYTES, onTooLarge);
      return response.ok ? bytes.toString() : undefined;
    });
  } catch {
    return undefined;
  }
}
