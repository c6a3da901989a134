import { element, textButton } from '../../lib/page/element.ts';
import type { FileProblems } from '../protocol.ts';

/** `parley.yaml:12 aliases.smart: …` */
const PLACE = /^.*?:(?<line>\d+) (?<rest>.*)$/s;

/** What is wrong with the file. A press on a problem leads to its line. */
export function problemList(
  { errors, warnings }: FileProblems,
  goToLine: (line: number) => void,
): HTMLElement {
  if (errors.length + warnings.length === 0) {
    return element('p', { class: 'state good' }, 'The file is valid.');
  }
  const item = (kind: 'error' | 'warning') => (problem: string) => {
    const { line, rest } = PLACE.exec(problem)?.groups ?? {};
    if (line === undefined) return element('li', { class: kind }, problem);
    const link = textButton(`Line ${line}`, { class: 'link' }, () => goToLine(Number(line)));
    return element('li', { class: kind }, link, ` ${rest}`);
  };
  return element(
    'ul',
    { class: 'plain problems' },
    ...errors.map(item('error')),
    ...warnings.map(item('warning')),
  );
}
