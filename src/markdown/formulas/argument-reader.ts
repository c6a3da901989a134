import type { FormulaPiece } from './formula-piece.ts';

/** Reads the arguments of a command. */
export interface ArgumentReader {
  /** Reads the pieces in braces, or one token without braces. */
  readArgument(): FormulaPiece[];
  /** Reads what is in braces as it was written. */
  readRawArgument(): string;
  /** Reads the pieces in square brackets. `undefined`: the next token opens none. */
  readOption(): FormulaPiece[] | undefined;
  /** Reads the pieces up to a command, and takes the command. */
  readUntilCommand(name: string): FormulaPiece[];
  /** Takes the next token that is no white space. */
  takeToken(): string;
  /** True if white space follows the name of the command. */
  readonly isSpaced: boolean;
}
