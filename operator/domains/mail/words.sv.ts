import type { LanguageWords } from './words.ts';

const callUs = 'Om det inte var du: byt lösenord och ring oss.';

/** Mail templates in Swedish. */
export const sv: LanguageWords = {
  templates: {
    registration: ({ brand }) => ({
      subject: `Bekräfta din adress för ett konto hos ${brand}`,
      heading: 'Bekräfta din adress',
      paragraphs: [
        `Någon har börjat registrera sig hos ${brand} med den här adressen.`,
        'Öppna länken och skriv lösenordet du valde en gång till för att slutföra.',
      ],
      button: 'Bekräfta adressen',
      notYou: 'Om det inte var du behöver du inte göra något: utan bekräftelse skapas inget konto.',
    }),
    'address-known': ({ brand, at }) => ({
      subject: `Din adress har redan ett konto hos ${brand}`,
      heading: 'Adressen har redan ett konto',
      paragraphs: [
        `${at} började någon registrera sig med den här adressen. Den har redan ett konto och inget i det har ändrats.`,
        'Om det var du: logga in med ditt lösenord. Har du glömt det, välj ”Påminn om lösenord” på inloggningssidan.',
      ],
      notYou: 'Om det inte var du behöver du inte göra något: ingen kommer in utan ditt lösenord.',
    }),
    'password-reset': ({ brand }) => ({
      subject: `Nytt lösenord för ditt konto hos ${brand}`,
      heading: 'Välj ett nytt lösenord',
      paragraphs: [
        `Du bad om en påminnelse om lösenordet till ditt konto hos ${brand}. Det gamla går inte att få veta, men du kan välja ett nytt.`,
        'Därefter får du logga in igen på alla dina enheter.',
      ],
      button: 'Välj nytt lösenord',
      notYou: 'Om det inte var du behöver du inte göra något: ditt lösenord gäller tills ett nytt väljs genom länken.',
    }),
    'password-changed': ({ brand, at }) => ({
      subject: `Lösenordet till ditt konto hos ${brand} har ändrats`,
      heading: 'Lösenordet har ändrats',
      paragraphs: [`${at} ändrades lösenordet till ditt konto hos ${brand}. Du har loggats ut på dina andra enheter.`],
      notYou: 'Om det inte var du: välj ett nytt lösenord genom ”Påminn om lösenord” och ring oss.',
    }),
    email: ({ brand }) => ({
      subject: `Bekräfta den nya adressen för ditt konto hos ${brand}`,
      heading: 'Bekräfta den nya adressen',
      paragraphs: [
        `Den här adressen har angetts som ny för ett konto hos ${brand}. Öppna länken för att den ska börja gälla.`,
      ],
      button: 'Bekräfta den nya adressen',
      notYou: 'Om du inte har bett om detta behöver du inte göra något: utan bekräftelse används adressen inte.',
    }),
    'email-changing': ({ brand, at, email }) => ({
      subject: `Adressen till ditt konto hos ${brand} håller på att ändras`,
      heading: 'Byte av adress har begärts',
      paragraphs: [
        email === ''
          ? `${at} begärdes byte av e-postadressen till ditt konto hos ${brand}.`
          : `${at} begärdes byte av e-postadressen till ditt konto hos ${brand} till ${email}.`,
        'Tills den nya adressen är bekräftad gäller den här.',
      ],
      notYou: callUs,
    }),
    'email-taken': ({ brand, at }) => ({
      subject: `Din adress har angetts i ett annat konto hos ${brand}`,
      heading: 'Din adress har angetts i ett annat konto',
      paragraphs: [
        `${at} angav någon den här adressen som ny för ett annat konto. Adressen är fortfarande din och inget har ändrats.`,
      ],
      notYou: 'Om det inte var du behöver du inte göra något.',
    }),
    'two-step-on': ({ brand, at }) => ({
      subject: `Tvåstegsinloggning till ditt konto hos ${brand} är på`,
      heading: 'Tvåstegsinloggning är på',
      paragraphs: [
        `${at} aktiverades tvåstegsinloggning för ditt konto hos ${brand}: efter lösenordet behövs en kod från appen.`,
        'Förvara återställningskoderna skilt från telefonen: med dem kommer du in om den försvinner.',
      ],
      notYou: callUs,
    }),
    'two-step-off': ({ brand, at }) => ({
      subject: `Tvåstegsinloggning till ditt konto hos ${brand} är av`,
      heading: 'Tvåstegsinloggning är av',
      paragraphs: [`${at} stängdes tvåstegsinloggningen av för ditt konto hos ${brand}. Nu räcker det med lösenordet.`],
      notYou: callUs,
    }),
    'identity-linked': ({ brand, at, provider }) => ({
      subject: `Ett nytt sätt att logga in hos ${brand}`,
      heading: 'Ett sätt att logga in har lagts till',
      paragraphs: [`${at} kopplades inloggning via ${provider || 'ett socialt nätverk'} till ditt konto hos ${brand}.`],
      notYou: callUs,
    }),
    'identity-unlinked': ({ brand, at, provider }) => ({
      subject: `Ett sätt att logga in hos ${brand} har tagits bort`,
      heading: 'Ett sätt att logga in har tagits bort',
      paragraphs: [
        `${at} kopplades inloggning via ${provider || 'ett socialt nätverk'} bort från ditt konto hos ${brand}.`,
      ],
      notYou: callUs,
    }),
    'account-deleted': ({ brand, at }) => ({
      subject: `Ditt konto hos ${brand} har raderats`,
      heading: 'Kontot har raderats',
      paragraphs: [
        `${at} raderades ditt konto hos ${brand} tillsammans med dina personuppgifter.`,
        'Avtalet och kanalerna är som förut. Du kan registrera dig igen när du vill.',
      ],
      notYou: 'Om det inte var du: ring oss.',
    }),
  },
  linkLife: (life) => `Länken gäller i ${life} och fungerar en gång.`,
  orOpen: 'Fungerar inte knappen, kopiera adressen till webbläsaren:',
  hotline: (number) => `Frågor: ${number}.`,
  footer: (brand) => `Det här brevet skickades automatiskt av ${brand}. Du behöver inte svara på det.`,
};
