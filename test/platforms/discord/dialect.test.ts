import { dialect } from '../../../src/platforms/discord/dialect.ts';
import { dialectSuite } from '../../contracts/dialect-suite.ts';

dialectSuite('discord', {
  dialect,
  limit: 2_000,
  length: ({ content }) => content.length,
  visible: ({ content }) => content,
});
