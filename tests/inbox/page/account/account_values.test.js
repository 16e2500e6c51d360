// The account as the form has it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOf, formOf } from '../web/account/account_values.js';

const ACCOUNT = {
  balance: 100.5,
  blocked: false,
  any_sender: false,
  stop_list: ['380501112233', '380501112234'],
  ignore_list: [],
  templates: ['Code %d', 'two\nlines'],
  forbidden_fragments: [],
};

test('a list is a text with one entry a line', () => {
  const form = formOf(ACCOUNT);
  assert.equal(form.balance, '100.50');
  assert.equal(form.stop_list, '380501112233\n380501112234');
  assert.equal(form.templates, 'Code %d\ntwo⏎lines');
});

test('only what was changed is sent', () => {
  const shown = formOf(ACCOUNT);
  assert.deepEqual(changesOf(shown, shown), {});
  const form = { ...shown, balance: '7', ignore_list: ' 380501112235 \n\n380501112236' };
  const ignored = ['380501112235', '380501112236'];
  assert.deepEqual(changesOf(form, shown), { balance: 7, ignore_list: ignored });
  assert.deepEqual(changesOf({ ...shown, balance: '' }, shown), { balance: null });
  const templates = 'three⏎lines⏎now\n Code';
  assert.deepEqual(changesOf({ ...shown, templates }, shown), {
    templates: ['three\nlines\nnow', ' Code'],
  });
});
