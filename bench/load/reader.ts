/**
 * The least code that reads streams: undici alone, which is as much as any bot has to do. With the
 * argument `parsed`, each delta also becomes a value that a program can use.
 */
import { createParser } from 'eventsource-parser';
import { Agent, request } from 'undici';
import { handleParentRequests } from '../shared/handle-parent-requests.ts';

/** The streams that the parent process wants to be read, all at once. */
export interface ReaderTask {
  readonly baseUrl: string;
  readonly model: string;
  readonly streams: number;
}

/** The time and the memory that the task has used. */
export interface ReaderUse {
  readonly cpuUs: number;
  /** Since the start of the process. */
  readonly peakResidentBytes: number;
}

const parses = process.argv[2] === 'parsed';
const dispatcher = new Agent({ keepAliveTimeout: 30_000 });

handleParentRequests<ReaderTask>(async (task): Promise<ReaderUse> => {
  const cpuBefore = process.cpuUsage();

  await Promise.all(Array.from({ length: task.streams }, () => read(task)));

  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpuUs: user + system, peakResidentBytes: process.resourceUsage().maxRSS * 1_024 };
});

/** Gives the number of bytes, or of characters where the deltas are parsed. */
async function read({ baseUrl, model }: ReaderTask): Promise<number> {
  const { body } = await request(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Go on.' }] }),
    dispatcher,
  });
  let length = 0;

  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data !== '[DONE]') length += JSON.parse(data).choices[0]?.delta.content?.length ?? 0;
    },
  });
  for await (const bytes of body) {
    if (parses) parser.feed(decoder.decode(bytes, { stream: true }));
    else length += bytes.length;
  }
  return length;
}
