import type { BotAccount, Platform } from '../contracts/platform.ts';
import { checkPlatforms } from '../doctor/check-platforms.ts';
import { composeForChecks } from '../doctor/compose-for-checks.ts';
import type { Row } from '../doctor/row.ts';
import type { Env } from '../lib/env.ts';
import { networkOf } from '../lib/network-of.ts';
import { maskSecret } from './mask-secret.ts';
import type { Session } from './session.ts';
import { showFindings } from './show-findings.ts';

/** A chat network as the set-up explains it. */
export interface NetworkGuide {
  /** As `networkOf` names it. */
  readonly name: string;
  readonly label: string;
  readonly variable: string;
  /** The steps to a token. */
  readonly steps: readonly string[];
  /** What to do with the link of the bot. */
  readonly linkTask: string;
  /** Who is the admin of the bot. */
  readonly adminNote: string;
}

/** The networks, in the order in which the set-up asks for them. */
export const NETWORK_GUIDES: readonly NetworkGuide[] = [
  {
    name: 'discord',
    label: 'Discord',
    variable: 'DISCORD_TOKEN',
    steps: [
      '1. Open https://discord.com/developers/applications, and press "New Application".',
      '2. Choose "Bot" in its menu, and switch on "Message Content Intent". Save.',
      '3. On the same page, press "Reset Token", and copy the token.',
    ],
    linkTask: 'Add the bot to your server with this link:',
    adminNote: 'The owner of the application, or its team, is the admin of the bot.',
  },
  {
    name: 'telegram',
    label: 'Telegram',
    variable: 'TELEGRAM_TOKEN',
    steps: [
      '1. Open https://t.me/BotFather, and send /newbot.',
      '2. Answer its two questions, and copy the token that it sends.',
    ],
    linkTask: 'Write to the bot here:',
    adminNote: 'When Parley starts, it shows a link that makes you the admin of the bot.',
  },
];

/** What a check found, and whose token it is. */
interface NetworkCheck {
  readonly rows: readonly Row[];
  readonly account?: BotAccount | undefined;
}

/** Asks for the token of one network, and checks it. Skipping leaves everything as it is. */
export async function setUpNetwork(session: Session, guide: NetworkGuide): Promise<void> {
  const { prompts } = session;
  const { label, variable } = guide;

  const token = session.variables()[variable]?.trim();
  if (token) {
    prompts.tell(`${label}: ${variable} is ${maskSecret(token)}.`);
    const isGood = await checkAndShow(session, guide, session.variables());
    const answer = await prompts.choose(
      `${label}: keep this token?`,
      [
        { value: 'keep', label: 'Keep it' },
        { value: 'change', label: 'Enter another one' },
      ],
      isGood ? 'keep' : 'change',
    );
    if (answer === 'keep') return;
  } else {
    prompts.explain(label, guide.steps);
  }
  await askForToken(session, guide);
}

async function askForToken(session: Session, guide: NetworkGuide): Promise<void> {
  const { prompts } = session;
  const { label, variable } = guide;

  for (;;) {
    const token = await prompts.askSecret(`${label}: paste the token, or press Enter to skip`);
    if (token === '') return;

    const isGood = await checkAndShow(session, guide, {
      ...session.variables(),
      [variable]: token,
    });
    if (isGood) return session.save({ [variable]: token });

    const next = await prompts.choose(
      `${label}: the check of this token failed.`,
      [
        { value: 'again', label: 'Enter it again' },
        { value: 'keep', label: 'Write it into the file all the same' },
        { value: 'skip', label: 'Skip' },
      ],
      'again',
    );
    if (next === 'keep') return session.save({ [variable]: token });
    if (next === 'skip') return;
  }
}

/** Gives `true` where the token works. */
async function checkAndShow(session: Session, guide: NetworkGuide, env: Env): Promise<boolean> {
  const { prompts, clock } = session;
  for (;;) {
    const { rows, account } = await prompts.wait(`Asking ${guide.label}`, () =>
      checkNetwork(guide, env, clock),
    );
    const isGood = showFindings(prompts, rows);
    if (account?.link) prompts.explain(guide.linkTask, [account.link]);
    if (account) prompts.tell(guide.adminNote);

    const hasCurableNote = rows.some(
      ({ subject, state }) => subject === 'intent' && state === 'note',
    );
    if (!isGood || !hasCurableNote) return isGood;
    const next = await prompts.choose(`${guide.label}: the intent is off.`, [
      { value: 'again', label: 'I switched it on: check again' },
      { value: 'go on', label: 'Go on without it' },
    ]);
    if (next === 'go on') return true;
  }
}

async function checkNetwork(
  { name }: NetworkGuide,
  env: Env,
  clock: Session['clock'],
): Promise<NetworkCheck> {
  const { platforms, failures, http } = composeForChecks(env, clock);
  await http?.close();
  const isOfNetwork = (platform: Platform) => networkOf(platform.name) === name;
  const [platform] = platforms.filter(isOfNetwork);
  if (!platform) return { rows: failures.filter(({ part }) => part === 'platform') };

  const rows = await checkPlatforms([platform], clock);
  return { rows, account: platform.identity?.() };
}
