/** What the prompt says about a question. */
export interface ReadQuestion {
  /** What the person wrote. */
  readonly words: string;
  /** The last one, in channels that several people share. */
  readonly speaker?: string;
  /** What came with the words, each on one line of Markdown. */
  readonly others: readonly string[];
}

/**
 * What Parley says about a question stands in frames. Below a title there is the text of a file in a fence, or what
 * others said in quotes.
 */
const PARTS =
  /⟦(?<file>file \d+: [^⟧]*)⟧\n(?<fence>`{3,})[^\n]*\n(?<text>[\s\S]*?)\n\k<fence>|⟦(?<title>[^⟧]*)⟧\n(?<quote>(?:> ?.*(?:\n|$))+)|⟦(?<note>[^⟧]*)⟧\s?/g;
/** A person's own words may begin with a quote. */
const SPEAKER = /^from (?<speaker>.*[^:])$/;
const LEFT_OUT =
  /^(?:from .*[^:]|What was said here before .*|The question|file \d+: .*, see below|\p{L}+day,? \d.*)$/u;
const MAX_CHARACTERS = 200;

/** Takes the text of a prompt apart: into the words of the person, and what came with them. */
export function readQuestion(prompt: string): ReadQuestion {
  const others: string[] = [];
  let speaker: string | undefined;

  const words = prompt.replace(PARTS, (...found) => {
    const { file, text = '', title, quote = '', note } = found.at(-1);
    const name = file ?? title ?? note;
    speaker = SPEAKER.exec(name)?.groups?.speaker ?? speaker;
    if (LEFT_OUT.test(name)) return quote;

    if (file !== undefined) others.push(`${file}, ${countCharacters(text)}: ${inMarks(text)}`);
    else if (title === undefined) others.push(note);
    else others.push(`${title.replace(/:$/, '')}: ${inMarks(quote.replace(/^> ?/gm, ''))}`);
    return '';
  });

  return { words: words.trim(), others, ...(speaker === undefined ? {} : { speaker }) };
}

/** Writes the beginning of a text on one line. */
export function shorten(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS).toWellFormed()}…` : line;
}

function inMarks(text: string): string {
  return `“${shorten(text)}”`;
}

function countCharacters({ length }: string): string {
  return `${length.toLocaleString('en')} ${length === 1 ? 'character' : 'characters'}`;
}
