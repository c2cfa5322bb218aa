import { RESET_PATH, VERIFY_PATH } from '../../lib/identity-paths.ts';
import type { MailContent } from '../mail/mail.service.ts';

/** How long the links work, in seconds. */
export const VERIFY_LINK_SECONDS = 24 * 3_600;
export const RESET_LINK_SECONDS = 3_600;

const NOT_YOU = 'If that was not you, do nothing: without this link nothing happens.';

/** Says nothing that a stranger chose: he may have typed in this address. */
export function verificationMail(publicUrl: string, token: string): MailContent {
  return {
    subject: 'Confirm your address for creatorgraph',
    paragraphs: [
      'Somebody, we hope you, signed up to creatorgraph with this address.',
      'Confirm that it is yours within 24 hours:',
    ],
    action: { label: 'Confirm this address', url: linkTo(publicUrl, VERIFY_PATH, token) },
    closing: [NOT_YOU],
  };
}

/** To whoever signs up again with an address that nobody confirmed: the password of then may be a stranger's. */
export function confirmAgainMail(publicUrl: string, token: string): MailContent {
  return {
    subject: 'Confirm your address for creatorgraph',
    paragraphs: [
      'Somebody, we hope you, signed up to creatorgraph with this address again, which was not confirmed yet.',
      'Confirm that it is yours by choosing your password within the hour:',
    ],
    action: { label: 'Confirm this address', url: linkTo(publicUrl, RESET_PATH, token) },
    closing: [NOT_YOU],
  };
}

export function resetMail(publicUrl: string, token: string): MailContent {
  return {
    subject: 'A new password for creatorgraph',
    paragraphs: ['Somebody, we hope you, asked for a new password. Choose one within the hour:'],
    action: { label: 'Choose a new password', url: linkTo(publicUrl, RESET_PATH, token) },
    closing: [NOT_YOU],
  };
}

/** To the address that a person wants to have from now on. */
export function addressChangeMail(publicUrl: string, token: string): MailContent {
  return {
    subject: 'Confirm your new address for creatorgraph',
    paragraphs: [
      'Somebody, we hope you, wants to use this address at creatorgraph from now on.',
      'Confirm that it is yours within 24 hours:',
    ],
    action: { label: 'Confirm this address', url: linkTo(publicUrl, VERIFY_PATH, token) },
    closing: [NOT_YOU],
  };
}

/** To the address that he has until then. */
export function addressChangeNote(publicUrl: string): MailContent {
  return {
    subject: 'A new address for your account at creatorgraph',
    paragraphs: [
      'Somebody, we hope you, asked to use another address than this one at creatorgraph, and gave your password.',
      'It changes once the other address is confirmed.',
    ],
    action: { label: 'Sign in', url: `${publicUrl}/tiktok/security` },
    closing: [
      'If that was not you, sign in and choose a new password at once: the other address cannot be confirmed then.',
    ],
  };
}

/** To the address that he had until now. */
export function addressChangedNote(publicUrl: string): MailContent {
  return {
    subject: 'Your address at creatorgraph was changed',
    paragraphs: ['Your account at creatorgraph has another address than this one from now on.'],
    closing: [`If that was not you, write to whoever runs ${publicUrl} at once.`],
  };
}

export function passwordChangedNote(publicUrl: string): MailContent {
  return {
    subject: 'Your password at creatorgraph was changed',
    paragraphs: [
      'Your account at creatorgraph has a new password.',
      'Other browsers are signed out, and links that were mailed before work no longer.',
    ],
    action: { label: 'Sign in', url: `${publicUrl}/tiktok/security` },
    closing: ['If that was not you, ask for a new password where you sign in, at once.'],
  };
}

export function secondFactorNote(publicUrl: string, isOn: boolean): MailContent {
  return {
    subject: `Your second factor at creatorgraph was turned ${isOn ? 'on' : 'off'}`,
    paragraphs: [
      isOn
        ? 'From now on, signing in to your account at creatorgraph asks for a code of your authenticator app.'
        : 'From now on, signing in to your account at creatorgraph asks for no code any more.',
    ],
    action: { label: 'Sign in', url: `${publicUrl}/tiktok/security` },
    closing: [
      isOn
        ? `If that was not you, turn it off and choose a new password; where you cannot, write to whoever runs ${publicUrl}.`
        : 'If that was not you, choose a new password at once, and turn it on again.',
    ],
  };
}

/** To whoever signs up with an address that has an account: on the screen both look the same. */
export function knownAddressMail(publicUrl: string): MailContent {
  return {
    subject: 'You have an account at creatorgraph',
    paragraphs: [
      'Somebody, we hope you, signed up to creatorgraph with this address, which has an account already.',
      'Sign in with it; where you forgot its password, you can choose a new one there.',
    ],
    action: { label: 'Sign in', url: `${publicUrl}/tiktok/` },
    closing: ['If that was not you, do nothing.'],
  };
}

function linkTo(publicUrl: string, path: string, token: string): string {
  return `${publicUrl}${path}?token=${encodeURIComponent(token)}`;
}
