import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readEvent } from '../../../../../src/platforms/telegram/inbound/read-event.ts';
import { ann, bot, context, dm, message } from '../../updates.ts';

/** The message that people see with this content. */
function readMessage(content: object) {
  const event = readEvent({ message: { ...message({ chat: dm }), ...content } }, context);
  assert.ok(event?.kind === 'message');
  return event.message;
}

const detailsOf = (content: object) => readMessage(content).details;
const file = (id: string, rest: object = {}) => ({ file_id: id, file_unique_id: id, ...rest });

// The fields are those of https://core.telegram.org/bots/api (10.3; @grammyjs/types 5).
describe('describeContent', () => {
  // crystal-autobot/autobot #108: polls, locations and contacts are left out of what the agent is told.
  test('tells a poll with its options, votes and answer', () => {
    const poll = {
      id: '1',
      question: 'Where?',
      options: [
        { persistent_id: 'a', text: 'Rome', voter_count: 1 },
        { persistent_id: 'b', text: 'Oslo', voter_count: 2, media: { photo: [file('o')] } },
      ],
      total_voter_count: 3,
      is_closed: true,
      type: 'quiz',
      correct_option_ids: [1],
      explanation: 'see here',
      explanation_entities: [{ type: 'text_link', offset: 4, length: 4, url: 'https://x.org' }],
    };
    const { details, attachments, text } = readMessage({ poll });
    assert.equal(
      details,
      '[poll] Where? (quiz, closed)\n- Rome (1 vote)\n' +
        '- Oslo (2 votes, the right answer, [file: photo.jpg])\nExplanation: see [here](https://x.org)',
    );
    assert.deepEqual([text, attachments[0]?.ref], ['', 'o']);
    assert.equal(
      detailsOf({ poll: { question: 'Q', options: [{ text: 'A', voter_count: 0 }] } }),
      '[poll] Q\n- A',
    );
  });

  // smixs/iva-agent PR 185: locations for the agent.
  test('tells places by their coordinates, and venues by their names', () => {
    const location = { latitude: 52.5, longitude: -13.4 };
    assert.equal(detailsOf({ location }), '[location] 52.5, -13.4');
    assert.equal(
      detailsOf({ location: { ...location, live_period: 900, horizontal_accuracy: 20 } }),
      '[location] 52.5, -13.4 (accurate to 20 m, live for 15 minutes)',
    );
    const venue = { location, title: 'Café Zwei', address: 'Hauptstr. 1' };
    assert.equal(detailsOf({ location, venue }), '[venue] Café Zwei, Hauptstr. 1, 52.5, -13.4');
  });

  test('tells a contact with its card', () => {
    const contact = {
      phone_number: '+49 1',
      first_name: 'Bo',
      last_name: 'Ek',
      vcard: 'ORG:X\r\n',
    };
    assert.equal(detailsOf({ contact }), '[contact] Bo Ek, +49 1\n```vcard\nORG:X\n```');
  });

  // openclaw/openclaw PR 137112; NousResearch/hermes-agent #78719: a throw of dice vanishes.
  test('tells what dice show, a game and a story', () => {
    assert.equal(detailsOf({ dice: { emoji: '🎲', value: 4 } }), '[dice] 🎲 shows 4');
    const game = { title: 'Snake', description: 'Eat', photo: [file('g')] };
    assert.equal(detailsOf({ game }), '[game] Snake\nEat\n[file: photo.jpg]');
    assert.equal(
      detailsOf({ story: { chat: dm, id: 5 } }),
      '[story] by Ann Lee; Telegram does not give the content of stories to bots',
    );
  });

  test('tells the tasks of a checklist', () => {
    const tasks = [
      { id: 1, text: 'Milk', completed_by_user: ann, completion_date: 5 },
      { id: 2, text: 'Tea' },
    ];
    assert.equal(
      detailsOf({ checklist: { title: 'Shop', tasks } }),
      '[checklist] Shop\n- [x] Milk (done by Ann Lee)\n- [ ] Tea',
    );
  });

  test('tells what costs money, and gives the files that were bought', () => {
    const paid = {
      star_count: 10,
      paid_media: [
        { type: 'preview', width: 1 },
        { type: 'photo', photo: [file('p')] },
      ],
    };
    const { details, attachments } = readMessage({ paid_media: paid });
    assert.equal(
      details,
      '[paid media] picture or video, photo, for 10 Telegram Stars, not bought, so Telegram gives no file',
    );
    assert.deepEqual(
      attachments.map(({ ref }) => ref),
      ['p'],
    );

    const invoice = { title: 'Tea', description: 'Green', currency: 'EUR', total_amount: 1250 };
    assert.equal(detailsOf({ invoice }), '[invoice] Tea, Green, 12.50 EUR');
    assert.match(detailsOf({ invoice: { ...invoice, currency: 'JPY' } }) ?? '', /1250 JPY$/);
    assert.equal(
      detailsOf({
        giveaway: {
          chats: [{ id: -1, type: 'channel', title: 'News' }],
          winner_count: 1,
          winners_selection_date: 0,
          prize_star_count: 5,
        },
      }),
      '[giveaway] 5 Telegram Stars, given by News, 1 winner, drawn on 1970-01-01',
    );
  });

  // openclaw/openclaw #142530: moving stickers arrive as empty messages.
  test('tells how a file was sent, how long it is, and gives a still picture of it', () => {
    const thumbnail = file('still');
    const moving = { duration: 2, thumbnail };
    const [sticker, video, note, animation, live, audio] = [
      { sticker: file('a', { is_animated: true, emoji: '👍', thumbnail }) },
      { video: file('b', moving) },
      { video_note: file('c', moving) },
      { animation: file('d', moving), document: file('d') },
      { live_photo: file('e', { photo: [file('f')] }) },
      { audio: file('g', { duration: 3, title: 'Song', performer: 'Bo' }) },
    ].map((content) => readMessage(content));
    const shown = [sticker, video, note, animation].map((read) => {
      const [attachment] = read?.attachments ?? [];
      return [attachment?.sentAs, attachment?.stillRef, attachment?.durationMs];
    });
    assert.deepEqual(shown, [
      ['sticker', 'still', undefined],
      ['video', 'still', 2_000],
      ['video note', 'still', 2_000],
      ['animation', 'still', 2_000],
    ]);
    const covered = { ...file('b', moving), cover: [file('small'), file('cover')] };
    assert.equal(readMessage({ video: covered }).attachments[0]?.stillRef, 'cover');
    assert.equal(sticker?.details, '[sticker] 👍');
    assert.equal(live?.attachments[0]?.ref, 'f');
    assert.match(live?.details ?? '', /^\[live photo\] /);
    assert.equal(audio?.details, '[audio] “Song” by Bo');
    assert.equal(audio?.attachments[0]?.durationMs, 3_000);
  });

  test('tells what stands around the words', () => {
    assert.equal(
      detailsOf({ text: 'look', link_preview_options: { url: 'https://x.org' } }),
      '[link preview] https://x.org',
    );
    assert.equal(
      detailsOf({ text: 'https://x.org', link_preview_options: { url: 'https://x.org' } }),
      undefined,
    );
    assert.equal(
      detailsOf({ text: 'x', effect_id: '5046509860389126442', via_bot: { ...bot, id: 3 } }),
      '[via bot] Parley\n[effect] 🎉 plays when the message is opened',
    );
    const keyboard = [
      [
        { text: 'Go', url: 'https://x.org' },
        { text: 'No', callback_data: 'n' },
      ],
    ];
    assert.equal(
      detailsOf({ text: 'x', reply_markup: { inline_keyboard: keyboard } }),
      '[buttons] Go (https://x.org) | No',
    );
    assert.match(detailsOf({ photo: [file('p')], has_media_spoiler: true }) ?? '', /^\[spoiler\] /);
  });

  test('names content of a kind that is newer than the program, with its words and its file', () => {
    const hologram = { title: 'A cube', file_id: 'h', file_unique_id: 'h', mime_type: 'model/x' };
    const { details, attachments, text } = readMessage({ hologram, caption: 'what is it?' });
    assert.equal(text, 'what is it?');
    assert.match(details ?? '', /^\[hologram\] title: A cube/);
    assert.deepEqual(
      attachments.map(({ ref, mime }) => [ref, mime]),
      [['h', 'model/x']],
    );
    assert.equal(detailsOf({ text: 'hi', sender_rank: { level: 3 } }), undefined);
  });

  test('says of a message in which Telegram gives bots nothing that it cannot be seen', () => {
    const { text, details } = readMessage({});
    assert.equal(text, '');
    assert.match(details ?? '', /^\[unsupported message\] /);
  });

  test('an event of the chat is no message, and is told where it is quoted', () => {
    const events: Readonly<Record<string, readonly [object | string | true, string]>> = {
      new_chat_members: [[ann], '[new chat members] Ann Lee joined'],
      pinned_message: [{ message_id: 1, chat: dm, text: 'Rules' }, '[pinned message] Rules'],
      new_chat_title: ['Club', '[new chat title] the title is “Club” from now on'],
      boost_added: [{ boost_count: 2 }, '[boost added] boost count: 2'],
      group_chat_created: [true, '[group chat created]'],
      gift: [
        { gift: { star_count: 15, sticker: { emoji: '🧸' } } },
        '[gift] 🧸, worth 15 Telegram Stars',
      ],
    };
    for (const [field, [value, words]] of Object.entries(events)) {
      const service = { ...message({ chat: dm, message_id: 9 }), [field]: value };
      assert.equal(readEvent({ message: service }, context), undefined);
      const { quoted } = readMessage({ text: 'why?', reply_to_message: service });
      assert.equal(quoted?.details, words);
    }
  });

  test('never throws, whatever a field holds', () => {
    const fields = [
      'poll',
      'venue',
      'location',
      'contact',
      'dice',
      'game',
      'story',
      'checklist',
      'paid_media',
      'giveaway',
      'giveaway_winners',
      'invoice',
      'sticker',
      'live_photo',
      'audio',
      'reply_markup',
      'link_preview_options',
      'external_reply',
      'reply_to_story',
      'forward_origin',
      'quote',
      'new_kind',
      'gift',
      'pinned_message',
      'reply_to_message',
      'web_app_data',
      'suggested_post_info',
    ];
    const values = fc.oneof(
      fc.anything(),
      fc.dictionary(
        fc.constantFrom(...fields, 'text', 'options', 'tasks', 'paid_media', 'chat'),
        fc.anything(),
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...fields), values, (field, value) => {
        const given = { ...message({ chat: dm, text: 'x' }), [field]: value };
        readEvent({ message: given }, context);
        readEvent({ message: { ...message({ text: 'y' }), reply_to_message: given } }, context);
      }),
      { numRuns: 500 },
    );
  });
});
