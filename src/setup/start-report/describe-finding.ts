import type { Finding } from '../../contracts/finding.ts';

/** A finding of the doctor as one sentence, with its cure behind an arrow. */
export function describeFinding({ subject, result, cure }: Finding): string {
  const sentence = /^\p{Lu}/u.test(result) ? result : `${subject} ${result}`;
  return cure ? `${sentence} → ${cure}` : sentence;
}
