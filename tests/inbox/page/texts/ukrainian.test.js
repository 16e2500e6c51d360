// The page in Ukrainian: how it writes values, and what the service means.
import assert from 'node:assert/strict';
import { test } from 'node:test';

globalThis.document = { documentElement: { lang: 'uk' } };
const { bytes, dayOf, formFor, plural, price, shortTime } = await import('../web/shared/format.js');
const { adviceOn } = await import('../web/service/results.js');
const { MAGIC_FATES } = await import('../web/service/fates.js');
const { kindOf, nameOf, rateOf, reasonOf } = await import('../web/service/statuses.js');
const { TEXTS } = await import('../web/texts/texts.js');
const { UK } = await import('../web/texts/uk.js');

test('the language is that of the document', () => assert.equal(TEXTS, UK));

test('nouns are counted', () => {
  const said = [0, 1, 2, 4, 5, 11, 12, 21, 22, 25, 101, 1000].map((amount) =>
    plural(amount, UK.counts.messages).replace('\u00a0', ' '));
  assert.deepEqual(said, [
    '0 повідомлень', '1 повідомлення', '2 повідомлення', '4 повідомлення', '5 повідомлень',
    '11 повідомлень', '12 повідомлень', '21 повідомлення', '22 повідомлення', '25 повідомлень',
    '101 повідомлення', '1 000 повідомлень',
  ]);
  assert.equal(plural(3, UK.counts.calls), '3 виклики');
  assert.equal(formFor(1, UK.counts.newOnes), 'нове');
  assert.equal(formFor(2, UK.counts.callsLeft), 'виклики лишилися');
});

test('amounts, sizes and times are written as in Ukraine', () => {
  assert.equal(price(1234.5).replaceAll('\u00a0', ' '), '1 234,50 грн');
  assert.equal(bytes(1023), '1023 Б');
  assert.equal(bytes(1536), '1,5 КБ');
  assert.equal(dayOf('2026-02-05 10:00:00'), '5 лют. 2026');
  assert.equal(shortTime('2026-12-24 12:30:00', '2026-11-30 10:00:00'), '24 груд., 12:30');
});

test('the service speaks Ukrainian, and what is new stays as it came', () => {
  assert.equal(nameOf('Delivered'), 'Доставлено');
  assert.equal(nameOf('Teleported'), 'Teleported');
  assert.equal(reasonOf('SRVC_USER_BLOCKED'), 'заблокував відправника');
  assert.equal(reasonOf('Rejected'), 'Відхилено');
  assert.equal(kindOf('button'), 'текст із кнопкою');
  assert.equal(kindOf('hologram'), 'hologram');
  assert.equal(rateOf('promotional'), 'рекламний');
  const advice = adviceOn({ code: 106, meaning: 'The account is blocked.' });
  assert.match(advice, /^Обліковий запис заблоковано; .* «Обліковий запис»\.$/);
  assert.equal(adviceOn({ code: 998, meaning: 'Something new.' }), 'Something new.');
  for (const [, fate] of MAGIC_FATES) assert.match(fate, /\p{Script=Cyrillic}/u);
});
