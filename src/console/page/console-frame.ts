import { element, textButton } from '../../lib/page/element.ts';
import { followStream } from '../../lib/page/follow-stream.ts';
import type { ConsoleEvent, ConsoleSession } from '../protocol.ts';
import { announce } from './announce.ts';
import type { ConsoleClient } from './console-client.ts';
import { createLogSection } from './log-section.ts';
import { createModelsSection } from './models-section.ts';
import { keepAgesRight } from './moment-element.ts';
import { createOverviewSection } from './overview-section.ts';
import type { PageSection } from './page-section.ts';
import { createSettingsSection } from './settings-section.ts';
import { createTurnsSection } from './turns-section.ts';
import { createUsageSection } from './usage-section.ts';

/** What the frame shows, and with which rights. */
interface FrameParts {
  readonly client: ConsoleClient;
  readonly session: ConsoleSession;
  readonly onLogout: () => void;
}

const UNSAVED = 'Your changes are not saved. Leave them?';

/** Creates the frame with the navigation, and the sections in it. */
export function createConsoleFrame({ client, session, onLogout }: FrameParts) {
  const sections: readonly PageSection[] = [
    createOverviewSection(client),
    createModelsSection(client),
    createUsageSection(client),
    createTurnsSection(client),
    createSettingsSection(client),
    createLogSection(),
  ];
  const links = new Map(
    sections.map(({ id, title }) => [id, element('a', { href: `#${id}` }, title)]),
  );
  const connection = element('p', { class: 'connection', role: 'status' });
  const main = element('main', { id: 'main', tabindex: '-1' });
  let current: PageSection | undefined;
  const hasUnsavedChanges = () => current?.hasUnsavedChanges?.() ?? false;

  async function showCurrent(): Promise<void> {
    const wanted = sections.find(({ id }) => `#${id}` === location.hash) ?? sections[0];
    if (!wanted || wanted === current) return;
    if (current && hasUnsavedChanges() && !confirm(UNSAVED)) {
      history.replaceState(null, '', `#${current.id}`);
      return;
    }

    const isFirst = current === undefined;
    current = wanted;
    for (const [id, link] of links) {
      if (id === wanted.id) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    main.replaceChildren(wanted.element);
    document.title = `${wanted.title} · Parley console`;
    if (!isFirst) main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    await wanted.open().catch(announce);
  }

  /** What was told while there was no connection is read again, but nothing that somebody types is lost. */
  function catchUp(): void {
    if (current && !hasUnsavedChanges()) void current.open().catch(announce);
  }

  function follow(): () => void {
    let isBehind = current !== undefined;
    return followStream<ConsoleEvent>('/api/changes', {
      onEvent(event) {
        for (const section of sections) section.take?.(event);
      },
      onConnectionChange(isConnected) {
        connection.textContent = isConnected ? '' : 'No connection to Parley. Trying again …';
        if (isConnected && isBehind) catchUp();
        isBehind = !isConnected;
        // It may be the session that is no more.
        if (!isConnected) client.read('/api/session').catch(() => {});
      },
    });
  }

  const onHashChange = () => void showCurrent();
  const onUnload = (event: BeforeUnloadEvent) => {
    if (hasUnsavedChanges()) event.preventDefault();
  };
  window.addEventListener('hashchange', onHashChange);
  window.addEventListener('beforeunload', onUnload);
  const stopTicking = keepAgesRight();
  let stopFollowing = () => {};

  return {
    element: element(
      'div',
      { class: 'frame' },
      textButton('Skip to the content', { class: 'skip' }, () => main.focus()),
      element(
        'header',
        {},
        element(
          'h1',
          {},
          element('img', { src: '/lib/page/icon.svg', alt: '', width: 22, height: 22 }),
          'Parley',
        ),
        element(
          'nav',
          { 'aria-label': 'Sections' },
          element('ul', {}, ...[...links.values()].map((link) => element('li', {}, link))),
        ),
        connection,
        element('p', { class: 'version' }, `Parley ${session.version}`),
        textButton('Log out', { class: 'quiet' }, () => {
          if (!hasUnsavedChanges() || confirm(UNSAVED)) onLogout();
        }),
      ),
      main,
    ),
    /** Follows the bot from now on, within a session. */
    resume() {
      stopFollowing();
      stopFollowing = follow();
      void showCurrent();
    },
    /** Its session has ended. What somebody typed stays. */
    pause: () => stopFollowing(),
    close() {
      stopFollowing();
      stopTicking();
      window.removeEventListener('hashchange', onHashChange);
      window.removeEventListener('beforeunload', onUnload);
    },
  };
}
