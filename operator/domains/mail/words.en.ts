import type { LanguageWords } from './words.ts';

const callUs = 'If this was not you, change your password and call us.';

/** Mail templates in English. */
export const en: LanguageWords = {
  templates: {
    registration: ({ brand }) => ({
      subject: `Confirm your address for the ${brand} account`,
      heading: 'Confirm your address',
      paragraphs: [
        `Somebody began to register for a ${brand} account with this address.`,
        'To finish, open the link and type the password you chose once more.',
      ],
      button: 'Confirm the address',
      notYou: 'If it was not you, there is nothing to do: without confirmation no account is made.',
    }),
    'address-known': ({ brand, at }) => ({
      subject: `Your address already has a ${brand} account`,
      heading: 'This address already has an account',
      paragraphs: [
        `On ${at} somebody began to register with this address. It already has an account, and nothing in it changed.`,
        'If it was you, sign in with your password. If you forgot it, choose “Remind password” on the sign-in page.',
      ],
      notYou: 'If it was not you, there is nothing to do: nobody gets in without your password.',
    }),
    'password-reset': ({ brand }) => ({
      subject: `A new password for your ${brand} account`,
      heading: 'Choose a new password',
      paragraphs: [
        `You asked to be reminded of the password of your ${brand} account. The old one cannot be told, but you can set a new one.`,
        'After that you will be asked to sign in again on all your devices.',
      ],
      button: 'Set a new password',
      notYou:
        'If it was not you, there is nothing to do: your password stays as it is until the link is used to set another.',
    }),
    'password-changed': ({ brand, at }) => ({
      subject: `The password of your ${brand} account was changed`,
      heading: 'Password changed',
      paragraphs: [
        `On ${at} the password of your ${brand} account was changed. You have been signed out on your other devices.`,
      ],
      notYou: 'If it was not you, set a new password through “Remind password” and call us.',
    }),
    email: ({ brand }) => ({
      subject: `Confirm the new address of your ${brand} account`,
      heading: 'Confirm the new address',
      paragraphs: [`This address was given as the new one of a ${brand} account. To make it so, open the link.`],
      button: 'Confirm the new address',
      notYou: 'If you did not ask for this, there is nothing to do: without confirmation the address is not used.',
    }),
    'email-changing': ({ brand, at, email }) => ({
      subject: `The address of your ${brand} account is being changed`,
      heading: 'A change of address was asked for',
      paragraphs: [
        email === ''
          ? `On ${at} a change of the e-mail address of your ${brand} account was asked for.`
          : `On ${at} a change of the e-mail address of your ${brand} account to ${email} was asked for.`,
        'Until the new address is confirmed, this one stays.',
      ],
      notYou: callUs,
    }),
    'email-taken': ({ brand, at }) => ({
      subject: `Your address was given in another ${brand} account`,
      heading: 'Your address was given in another account',
      paragraphs: [
        `On ${at} somebody gave this address as the new one of another account. It stays yours, and nothing changed.`,
      ],
      notYou: 'If it was not you, there is nothing to do.',
    }),
    'two-step-on': ({ brand, at }) => ({
      subject: `Two-step sign-in to your ${brand} account is on`,
      heading: 'Two-step sign-in is on',
      paragraphs: [
        `On ${at} two-step sign-in was turned on for your ${brand} account: after the password, a code from the app is asked for.`,
        'Keep your recovery codes apart from your phone: they let you in if it is lost.',
      ],
      notYou: callUs,
    }),
    'two-step-off': ({ brand, at }) => ({
      subject: `Two-step sign-in to your ${brand} account is off`,
      heading: 'Two-step sign-in is off',
      paragraphs: [
        `On ${at} two-step sign-in was turned off for your ${brand} account. From now on the password alone is enough.`,
      ],
      notYou: callUs,
    }),
    'identity-linked': ({ brand, at, provider }) => ({
      subject: `A new way to sign in to your ${brand} account`,
      heading: 'A way to sign in was added',
      paragraphs: [`On ${at} sign-in through ${provider || 'a social network'} was linked to your ${brand} account.`],
      notYou: callUs,
    }),
    'identity-unlinked': ({ brand, at, provider }) => ({
      subject: `A way to sign in to your ${brand} account was removed`,
      heading: 'A way to sign in was removed',
      paragraphs: [
        `On ${at} sign-in through ${provider || 'a social network'} was unlinked from your ${brand} account.`,
      ],
      notYou: callUs,
    }),
    'account-deleted': ({ brand, at }) => ({
      subject: `Your ${brand} account was deleted`,
      heading: 'Account deleted',
      paragraphs: [
        `On ${at} your ${brand} account was deleted together with your personal data.`,
        'Your contract and your channels stay as they were. You can register again at any time.',
      ],
      notYou: 'If it was not you, call us.',
    }),
  },
  linkLife: (life) => `The link is good for ${life} and works once.`,
  orOpen: 'If the button does not work, copy the address into your browser:',
  hotline: (number) => `Questions: ${number}.`,
  footer: (brand) => `This letter was sent automatically by ${brand}. There is no need to answer it.`,
};
