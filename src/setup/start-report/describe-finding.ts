import type { Finding } from '../../contracts/finding.ts';

/** What is good to know later: whether more is possible. A link says more than the number of servers. */
const FOR_THE_DOCTOR = ['servers', 'user install', 'guest mode'];

/** Whether somebody who sets up or starts the bot wants to know it. The doctor tells the rest. */
export function concernsStart({ subject }: Finding): boolean {
  return !FOR_THE_DOCTOR.includes(subject);
}

/** A finding of the doctor as one sentence, with its cure behind an arrow. An empty subject is left out. */
export function describeFinding({ subject, result, cure }: Finding): string {
  const sentence = subject === '' || /^\p{Lu}/u.test(result) ? result : `${subject} ${result}`;
  return cure ? `${sentence} → ${cure}` : sentence;
}
