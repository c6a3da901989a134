import type { SentAs } from '../said-message.ts';

/** A file in the form in which a message names it. */
export interface UploadedFile {
  readonly upload: string;
  readonly sentAs?: SentAs;
  readonly durationMs?: number;
}

/** The time for 25 MB on a slow machine. */
const TIMEOUT_MS = 60_000;

/** Uploads a file for the next message, and returns its id. Rejects with the sentence to show. */
export async function uploadFile(file: File): Promise<string> {
  const query = new URLSearchParams({ name: file.name, mime: file.type });
  const response = await fetch(`/api/upload?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer.id;
}
