import { handleParentRequests } from '../shared/handle-parent-requests.ts';

/**
 * Reads one answer to its end, so that each delta becomes a value that a program can use. Gives the
 * number of characters of its text.
 */
type ReadAnswer = (baseUrl: string, model: string) => Promise<number>;

/** What the parent process wants to be read. */
export interface ReadingTask {
  readonly baseUrl: string;
  readonly model: string;
  /** The number of answers, which are read one after the other. */
  readonly answers: number;
}

/** What a task costs. */
export interface ReadingCost {
  /** The processor time of this whole process, with its garbage collection. */
  readonly cpuMs: number;
  /** The number of characters of all answers. */
  readonly characters: number;
}

/** Carries out the tasks of the parent process with `readAnswer`, and responds with their costs. */
export function measureReading(readAnswer: ReadAnswer): void {
  handleParentRequests<ReadingTask>(async ({ baseUrl, model, answers }): Promise<ReadingCost> => {
    const cpuBefore = process.cpuUsage();
    let characters = 0;

    for (let answer = 0; answer < answers; answer++) characters += await readAnswer(baseUrl, model);

    const { user, system } = process.cpuUsage(cpuBefore);
    return { cpuMs: (user + system) / 1_000, characters };
  });
}
