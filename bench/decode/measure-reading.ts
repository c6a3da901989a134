import { handleParentRequests } from '../shared/handle-parent-requests.ts';

/** How many characters of content one answer has, after each delta has come as a value that a program can use. */
export type ReadAnswer = (baseUrl: string, model: string) => Promise<number>;

export interface ReadingTask {
  readonly baseUrl: string;
  readonly model: string;
  readonly answers: number;
}

export interface ReadingCost {
  /** Of this whole process: its garbage collection too. */
  readonly cpuMs: number;
  readonly characters: number;
}

/** Reads as many answers as the parent asks for, one after the other. */
export function measureReading(read: ReadAnswer): void {
  handleParentRequests<ReadingTask>(async ({ baseUrl, model, answers }): Promise<ReadingCost> => {
    const before = process.cpuUsage();
    let characters = 0;
    for (let answer = 0; answer < answers; answer++) characters += await read(baseUrl, model);
    const { user, system } = process.cpuUsage(before);
    return { cpuMs: (user + system) / 1_000, characters };
  });
}
