const fence = '```';

/** A text of several paragraphs without any marks. */
export const riverStory = `A river does not ask for the way. It begins as a trickle between stones, somewhere in the fog, and all it knows is down. It \
takes what it meets: the snow of April, a lost hat, the colour of the hills. Where the land is steep it talks too fast, where it \
is flat it forgets what it wanted to say and goes round in loops. Other rivers join it, and nobody can tell afterwards which \
water came from where.

People build their houses near it because it carries what is too heavy for them, and then they build walls against it because \
it carries more than they asked for. They throw a bridge across and are proud of it; the river reads the bridge as a shadow, \
one among many, and goes on.

At the end it slows down, as if it had second thoughts. It spreads its arms, drops the sand that it has carried so far, grain \
by grain, and makes new land of it which was on no map. The last mile belongs to the birds. Then there is salt, and a wind \
from the other side, and what was a river is weather again.`;

/** Samples of every kind of Markdown. Together they are longer than one message of any network. */
export const showcase = {
  headings: `# A short tour of Markdown

Models write Markdown, and chat networks understand only parts of it, each its own. This answer holds **bold**, *italic*, \
***both***, ~~struck out~~, \`inline code\`, a [link](https://example.com/a_(b)?c=d&e=f) and characters that mean something \
elsewhere: 1 < 2 && 3 > 2, snake_case_names, 2 * 3 * 4, a#b, (x) [y] {z}, 100%, $5 and $6, C:\\temp, and emoji: 👩‍👩‍👧‍👦 🏳️‍🌈 🇺🇳 é ﷽.

## Why it is long

A message on Discord takes 2,000 characters, one on Telegram 4,096. What is longer goes on in the next message, and nothing \
may be lost on the way: not a word, not the language of a code block, not the row of a table.

### A third level

> A quotation stands apart from the rest.
> It may have several lines, **bold words**,
>
> and a second paragraph.

---

#### And a fourth

Rules, as the one above, separate what does not belong together.`,

  lists: `## Lists

- Apples
- Pears
  - Williams
  - Conference, which keeps for months when it is cool, dark and not too dry, and is best when it yields a little at the neck
    - and a third level, for those who like depth
- Plums, **ripe** and *blue*

1. Take a mug of flour.
2. Add an egg, and stir.
   Keep stirring until it is smooth.
3. Wait for twenty minutes:
   1. read something,
   2. or write to the bot.
10. Numbers need not follow each other.

- [x] done
- [ ] not done yet`,

  table: `## A table

| Planet  | Moons | A day lasts |
|:--------|------:|:------------|
| Mercury |     0 | 176 days    |
| Venus   |     0 | 117 days    |
| Earth   |     1 | 24 hours    |
| Mars    |     2 | 24 h 40 min |
| Jupiter |    95 | 9 h 56 min  |
| Saturn  |   146 | 10 h 42 min |
| Uranus  |    28 | 17 h 14 min |
| Neptune |    16 | 16 h 6 min  |`,

  wideTable: `## A table wider than a phone

| Planet  | Diameter (km) | Known for                   |
|:--------|--------------:|-----------------------------|
| Mercury |         4,879 | no air to speak of          |
| Venus   |        12,104 | turning the other way       |
| Earth   |        12,756 | \`you are here\`              |
| Mars    |         6,792 | its **cold** and its dust   |
| Jupiter |       142,984 | a storm older than a nation |
| Saturn  |       120,536 | *rings*                     |
| Uranus  |        51,118 | lying on its side           |
| Neptune |        49,528 | being found by arithmetic   |`,

  code: `## Code

The first function of most courses, in three languages:

${fence}typescript
/** The first \`count\` Fibonacci numbers. */
export function fibonacci(count: number): number[] {
  const numbers = [0, 1];
  while (numbers.length < count) {
    numbers.push((numbers.at(-1) ?? 0) + (numbers.at(-2) ?? 0));
  }
  return numbers.slice(0, count);
}
${fence}

${fence}python
def fibonacci(count: int) -> list[int]:
    a, b, numbers = 0, 1, []
    for _ in range(count):
        numbers.append(a)
        a, b = b, a + b
    return numbers  # <b>not bold</b> & not *italic*
${fence}

${fence}sh
for i in $(seq 1 10); do echo "$i: \${i}^2 = $((i * i))"; done
${fence}`,

  math: `## Math

Euler found $e^{i\\pi} + 1 = 0$. The roots of $ax^2 + bx + c = 0$ are

$$x_{1,2} = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}$$

and the sum of the first $n$ squares is

$$\\sum_{k=1}^{n} k^2 = \\frac{n(n+1)(2n+1)}{6}.$$

With brackets instead of dollars: \\(\\alpha \\leq \\beta\\), and

\\[\\int_{-\\infty}^{\\infty} e^{-x^2}\\,dx = \\sqrt{\\pi}\\]`,

  prose: `## And plain words

${riverStory}

Long texts such as this one are cut between paragraphs where that is possible, between sentences where it must be, and inside \
a word never. If you can read this sentence to its last word, then nothing was lost on the way, whatever the number of \
messages it took.`,
} as const;
