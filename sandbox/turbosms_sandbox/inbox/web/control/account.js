// The account, which the stream tells too little about: asked for, and changed.
/** @import { Account, ChannelName } from '../service/types' */
import { useEffect } from 'preact/hooks';
import { accountDescribed } from '../store/actions.js';
import { dispatch, useStore } from '../store/store.js';
import { request } from './control_plane.js';

/** @returns {Promise<Account>} */
export async function loadAccount() {
  const account = await request('GET', '/sandbox/account');
  dispatch(accountDescribed, account);
  return account;
}

/**
 * @param {Record<string, unknown>} changes
 * @returns {Promise<Account>}
 */
export async function changeAccount(changes) {
  const account = await request('PATCH', '/sandbox/account', changes);
  dispatch(accountDescribed, account);
  return account;
}

/**
 * @param {string} name
 * @param {'OK' | 'frozen'} status
 */
export const changeSender = (name, status) => changeAccount({ senders: [{ name, status }] });

/**
 * @param {string} name
 * @param {ChannelName[]} channels
 */
export function addSender(name, channels) {
  const sender = { name, channels, '2way': channels.includes('viber') };
  return changeAccount({ senders: [sender] });
}

// The names of the account's senders, asked for in each life of the server. None if they cannot be
// had.
export function useSenderNames() {
  const account = useStore('account');
  const { life } = useStore('connection');
  useEffect(() => {
    loadAccount().catch(() => {});
  }, [life]);
  return account ? account.senders.map(({ name }) => name) : [];
}
