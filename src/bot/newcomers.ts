import type { Access, AccessRequests, Pairing } from '../contracts/access.ts';
import type { Address } from '../contracts/address.ts';
import type { ButtonEvent } from '../contracts/button-event.ts';
import type { CommandCall } from '../contracts/command.ts';
import type { LanguageOf } from '../contracts/language.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { textsIn } from '../texts/index.ts';
import type { AdminDesk } from './access-desk.ts';
import type { CommandGate } from './command-gate.ts';
import type { Notifier } from './notifier.ts';
import { ASK_BUTTON_ID, type Refusals } from './refusals.ts';

/** Handles the two things that people may do before they are let in: become an admin by a code, and ask for access. */
export interface Newcomers {
  /** Takes a `/start` with a pairing code. `false`: the call is something else. */
  pair(call: CommandCall, address: Address): Promise<boolean>;
  /** Takes a press of "Ask for access". `false`: it is another button. */
  ask(button: ButtonEvent): Promise<boolean>;
}

/** The codes and requests, and the desk of the admins. */
export interface NewcomersParts {
  readonly access: Pick<Access, 'check' | 'admins'>;
  readonly pairing: Pick<Pairing, 'useCode'>;
  readonly requests: Pick<AccessRequests, 'open'>;
  readonly desk: Pick<AdminDesk, 'announce' | 'announceAdmin'>;
  readonly refusals: Pick<Refusals, 'refuse'>;
  readonly notifier: Pick<Notifier, 'send' | 'sendOncePerHour'>;
  readonly gate: Pick<CommandGate, 'isInPace'>;
  readonly languageOf: LanguageOf;
  readonly clock: Clock;
  readonly log: Log;
}

/** Other words after `/start` come from other links, and must not count as wrong tries. */
const PAIRING_CODE = /^[A-Za-z0-9]{16}$/;

/** Creates the reception of newcomers. */
export function createNewcomers(parts: NewcomersParts): Newcomers {
  const { access, pairing, requests, desk, refusals, notifier } = parts;
  const { gate, languageOf, clock, log } = parts;

  function runInBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => log.error({ error }, 'access: the admins were not told'));
  }

  async function openRequest({ author, address, message }: ButtonEvent): Promise<string> {
    const { channel } = address;
    const { platform } = channel;
    const texts = textsIn(languageOf(channel, author));
    if (access.admins(platform).length === 0) {
      return texts.deniedWithoutAdmins(`${platform}:${author.id}`);
    }
    const { id: personId, name, locale } = author;
    const at = clock.now();
    const request = omitUndefined({ platform, personId, name, locale, channel, at, messages: [] });
    const outcome = await requests.open(request);
    if (outcome !== 'opened') return texts.accessNotAsked[outcome];

    runInBackground(
      desk.announce(request).then((reached) => {
        if (reached === 0) notifier.send({ channel }, { text: texts.adminsNotReached });
      }),
    );
    log.info({ platform, person: personId, message: message.messageId }, 'access: a person asks');
    return texts.accessAsked;
  }

  return {
    async pair({ name, author, channel, options }, address) {
      const code = Object.values(options)[0] ?? '';
      const isPairing = name === 'start' && channel.kind === 'direct' && PAIRING_CODE.test(code);
      if (!isPairing) return false;
      if (!gate.isInPace({ author, address })) return true;

      const { platform } = channel;
      const texts = textsIn(languageOf(channel, author));
      if (await pairing.useCode(platform, code, author)) {
        log.warn({ platform, person: author.id }, 'access: a person became an admin by pairing');
        notifier.send(address, { text: texts.paired });
        runInBackground(desk.announceAdmin(platform, author));
      } else if (access.check(author, channel).allowed) {
        notifier.send(address, { text: texts.pairingFailed });
      } else {
        const topic = `pairing:${platform}:${author.id}`;
        notifier.sendOncePerHour(topic, address, texts.pairingFailed);
      }
      return true;
    },

    async ask(button) {
      const { author, address, message } = button;
      const { channel } = address;
      const isTheirs = channel.kind === 'direct' && !channel.isGuest;
      if (button.id !== ASK_BUTTON_ID || !isTheirs) return false;
      if (!gate.isInPace({ author, address, message })) return true;

      const decision = access.check(author, channel);
      if (!decision.allowed && decision.denied !== 'person') {
        refusals.refuse(decision.denied, author, address);
        return true;
      }
      const { accessAllowed } = textsIn(languageOf(channel, author));
      const text = decision.allowed ? accessAllowed : await openRequest(button);
      notifier.send(address, { text }, message);
      return true;
    },
  };
}
