import type { Finding } from '../../contracts/finding.ts';
import type { NetworkState } from '../../contracts/overview.ts';
import type { BotAccount } from '../../contracts/platform.ts';
import type { ModelReport, ModelWarning } from '../../contracts/router.ts';
import type { AccessDescription } from '../../doctor/describe-access.ts';
import type { Log } from '../../lib/log.ts';
import { networkOf } from '../../lib/network-of.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { Terminal } from '../terminal.ts';
import { describeFinding } from './describe-finding.ts';
import { formatBlock } from './format-block.ts';

/** A connected network. */
interface ConnectedNetwork {
  readonly name: string;
  readonly account: BotAccount | undefined;
  readonly access: AccessDescription | undefined;
  /** Notes, and what does not work. */
  readonly findings: readonly Finding[];
}

/** Writes the parts of the report, to a terminal or to the log. */
export interface Announce {
  network(network: ConnectedNetwork): void;
  /** The network is not connected. */
  problem(state: NetworkState): void;
  /** The network has not answered so far. */
  silent(name: string): void;
  models(report: ModelReport): void;
  warning(sentence: string): void;
}

/** Writes short aligned lines for the person who watches. */
export function createTerminalAnnouncer(terminal: Terminal): Announce {
  const write = (label: string, paragraphs: readonly (string | undefined)[]) => {
    const present = paragraphs.filter((paragraph) => paragraph !== undefined);
    terminal.write(`${formatBlock(label, present, terminal.columns)}\n`);
  };

  return {
    network({ name, account, access, findings }) {
      write(name, [
        `${nameOf(name, account)} is connected.`,
        account?.link,
        access && [access.result, access.cure && `→ ${access.cure}`].filter(Boolean).join(' '),
        ...findings.map((finding) => `${finding.state}: ${describeFinding(finding)}`),
      ]);
    },
    problem: ({ name, state, problem }) =>
      write(name, [
        state === 'retrying'
          ? `is not connected. I try again and again until it works. ${problem ?? ''}`
          : `is left out: it does not work like this. ${problem ?? ''}`,
      ]),
    silent: (name) => write(name, ['has not answered so far. I go on trying.']),
    models: ({ answers, providers, warnings }) =>
      write('models', [
        ...providers.map(({ name, models, failure }) => failure ?? `${name}: ${models} found.`),
        answers,
        ...warnings.map((warning) => `note: ${describeWarning(warning)}`),
      ]),
    warning: (sentence) => write('note', [sentence]),
  };
}

/** Writes the same as lines of the log. */
export function createLogAnnouncer(log: Log): Announce {
  return {
    network({ name, account, access, findings }) {
      const { name: botName, link } = account ?? {};
      const fields = { platform: name, name: botName, link, access: access?.result };
      log.info(omitUndefined({ ...fields, cure: access?.cure }), 'parley: network connected');
      for (const finding of findings) {
        const level = finding.state === 'bad' ? 'warn' : 'info';
        log[level]({ platform: name, found: describeFinding(finding) }, 'parley: network checked');
      }
    },
    // connect-platforms.ts has logged it.
    problem() {},
    silent: (name) => log.warn({ platform: name }, 'parley: network does not answer so far'),
    models({ defaultModel, answers, providers, warnings }) {
      const found = providers.map(({ name, models }) => `${name} ${models}`).join(', ');
      log.info(omitUndefined({ found, defaultModel, answers }), 'parley: models found');
      for (const warning of warnings)
        log.warn({ warning: describeWarning(warning) }, 'parley: models checked');
    },
    warning: (sentence) => log.warn({ warning: sentence }, 'parley: variables checked'),
  };
}

/** As people write it on that network. */
function nameOf(platform: string, account: BotAccount | undefined): string {
  if (!account) return 'It';
  return networkOf(platform) === 'telegram' ? `@${account.name}` : account.name;
}

function describeWarning({ place, problem, cure }: ModelWarning): string {
  return `${place}: ${problem} → ${cure}`;
}
