import type { Finding } from '../../contracts/finding.ts';

/** A finding of the doctor as one sentence, with its cure behind an arrow. An empty subject is left out. */
export function describeFinding({ subject, result, cure }: Finding): string {
  const sentence = subject === '' || /^\p{Lu}/u.test(result) ? result : `${subject} ${result}`;
  return cure ? `${sentence} → ${cure}` : sentence;
}
