import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Code } from 'mdast';
import { createGrowingLayout } from '../../../src/markdown/layout/growing-layout.ts';
import { readOpenFence } from '../../../src/markdown/syntax/read-open-fence.ts';
import { showTree } from './show-tree.ts';

/** Documents in a fence, by where they come from. Each one is a whole block, and text follows it. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  'sudoskys/telegramify-markdown #28':
    '```markdown\n# Title\n\nInstall:\n\n```bash\nnpm install\n```\n\nThen run **it**.\n\n- one\n```',
  'open-webui/open-webui PR 26034':
    '```md\nPrompt:\n\n```python\nx = "a"\n```\n\n```json\n{}\n```\n```',
  'FiligranHQ/filigran-ui PR 289': '```mdx\n# Prompt\n\n```\nraw\n```\n\nEnd\n```',
  'markedjs/marked #3231': '```markdown\n# Header\n```bash\n// some code\n```\n```',
  'openai/codex #44407': '````markdown\nText\n\n````powershell\nGet-Item\n````\n````',
  'anthropics/claude-code #17559':
    '```markdown\nHere is a block:\n\n```\nprint("hello")\n```\n\nThe above.\n```',
  'luongnv89/claude-howto PR 48': '```markdown\n# Memory\n```json\n{"a": 1}\n```\n## More\n```',
  'a tree of files':
    '```markdown\n## Structure\n\n```\nsrc/\n├── a\n```\n\nUse:\n```\nnpm i\n```\n\ndone\n```',
  'plain text with a language inside': '```text\na\n```js\nb\n```\n```',
  tildes: '~~~markdown\na\n~~~sh\nb\n~~~\nc\n~~~',
};

/** The code in a block: its lines between the first one and the last one. */
const codeIn = (block: string) => block.split('\n').slice(1, -1).join('\n');

describe('nestedFenceExtension', () => {
  for (const [source, block] of Object.entries(DOCUMENTS)) {
    test(`keeps a document with fences in it together (${source})`, () => {
      assert.equal(
        showTree(`${block}\n\nThat is **all**.`),
        `[code ${codeIn(block)}]|That is <b>all</b>.`,
      );
    });

    test(`reads it the same way while it grows (${source})`, () => {
      const text = `Before.\n\n${block}\n\nThat is **all**.\n\nThe end.`;
      const options = { isLink: () => true };
      const growing = createGrowingLayout(options);

      for (let length = 1; length <= text.length; length += 1) {
        const prefix = text.slice(0, length);
        assert.deepEqual(growing.update(prefix), createGrowingLayout(options).update(prefix));
      }
    });

    test(`knows without the parser how long it is open (${source})`, () => {
      for (let length = block.indexOf('\n') + 1; length < block.length - 3; length += 1) {
        const open: readonly [Code] | undefined = readOpenFence(block.slice(0, length));
        if (open) assert.equal(showTree(block.slice(0, length)), `[code ${open[0].value}]`);
      }
    });
  }

  test('keeps a document in an item of a list together', () => {
    assert.equal(
      showTree('- item\n\n  ```md\n  # T\n  ```js\n  x\n  ```\n  ```\n  after'),
      'list(listItem(item[code # T\n```js\nx\n```]after))',
    );
  });

  test('ends a document without fences in it at its fence', () => {
    assert.equal(showTree('```markdown\nplain\n```\nText'), '[code plain]|Text');
    assert.equal(
      showTree('```markdown\nplain\n\n```\nThat is all.'),
      '[code plain\n]|That is all.',
    );
    assert.equal(showTree('```markdown\n列表：\n```\n就这样。'), '[code 列表：]|就这样。');
    assert.equal(showTree('```text\nfoo:\n```\nbar'), '[code foo:]|bar');
    assert.equal(showTree('```js\na\n\n```\nb\n```'), '[code a\n]|b|[code ]');
  });
});
