import type { ArgumentReader } from './argument-reader.ts';
import { type FormulaPiece, isFactor } from './formula-piece.ts';
import { BARS, CLOSING_BRACKETS, OPENING_BRACKETS, WEAK_SIGNS } from './latex-commands.ts';
import { NotReadableError } from './not-readable-error.ts';
import { writeFormula } from './write-formula.ts';

/** `\left. x \right|` has only one bracket: the other end of what it holds gets one as well. */
export function readBetweenBrackets(reader: ArgumentReader): FormulaPiece[] {
  const opening = readBracket(reader);
  const pieces = reader.readUntilCommand('right');
  const closing = readBracket(reader);
  const text = writeFormula(pieces);

  if (opening !== '' && closing !== '') return [{ kind: 'group', text: opening + text + closing }];
  const grouped = isFactor(pieces) ? text : `(${text})`;
  return [{ kind: 'group', text: opening + grouped + closing }];
}

/** The bracket behind `\left`, `\middle` or `\right`. Empty for a point: there is none. */
export function readBracket(reader: ArgumentReader): string {
  const token = reader.takeToken();
  if (token === '.') return '';
  if (/^[()[\]|/<>]$/.test(token)) return token.replace('<', '⟨').replace('>', '⟩');

  const name = token.slice(1).trimEnd();
  if (!token.startsWith('\\')) throw new NotReadableError();
  if (name === '{' || name === '}') return name;
  if (name === '|') return '‖';

  const arrows = ['uparrow', 'downarrow'].includes(name) ? WEAK_SIGNS.get(name) : undefined;
  const bracket =
    OPENING_BRACKETS.get(name) ?? CLOSING_BRACKETS.get(name) ?? BARS.get(name) ?? arrows;
  if (bracket === undefined) throw new NotReadableError();
  return bracket;
}
