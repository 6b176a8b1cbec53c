import type { ErrorTexts } from './catalogue.ts';

/** Swedish words of every error code. */
export const textsSv: ErrorTexts = {
  'sign-in-failed': {
    happened: 'E-postadressen och lösenordet hör inte ihop.',
    money: 'Du är inte inloggad; inga pengar har flyttats.',
    todo: 'Kontrollera Caps Lock och tangentbordsspråket och försök igen.',
  },
  'sign-in-throttled': {
    happened: 'För många försök med fel lösenord.',
    money: 'Du är inte inloggad; inga pengar har flyttats. Enheter som är inloggade förblir det.',
    todo: 'Vänta tills den angivna tiden har gått och försök sedan igen.',
  },
  'session-expired': {
    happened: 'Din session har gått ut.',
    money: 'Inga pengar har flyttats.',
    todo: 'Logga in igen.',
  },
  'session-ended': {
    happened: 'Den här sessionen har avslutats, här eller på en annan enhet.',
    money: 'Inga pengar har flyttats.',
    todo: 'Logga in igen. Om det inte var du, byt lösenord.',
  },
  'session-idle': {
    happened: 'Du var borta ett tag, så sessionen på den här datorn har avslutats.',
    money: 'Inga pengar har flyttats.',
    todo: 'Logga in igen.',
  },
  'input-invalid': {
    happened: 'Något i formuläret har inte den form som väntas.',
    money: 'Inget har skickats vidare; inga pengar har flyttats.',
    todo: 'Kontrollera de markerade fälten.',
  },
  'not-found': {
    happened: 'Operatören har inget på den här adressen.',
    money: 'Inga pengar har flyttats.',
    todo: 'Gå tillbaka till översikten.',
  },
  'contract-not-found': {
    happened: 'Det här avtalet hör inte till ditt konto.',
    money: 'Inga pengar har flyttats.',
    todo: 'Välj ett av dina avtal.',
  },
  'too-many-requests': {
    happened: 'För många förfrågningar på kort tid.',
    money: 'Inga pengar har flyttats.',
    todo: 'Vänta en minut; programmet frågar sedan igen av sig självt.',
  },
  'payload-too-large': {
    happened: 'Det som skickades är större än operatören tar emot.',
    money: 'Inget har sparats; inga pengar har flyttats.',
    todo: 'Skicka mindre åt gången.',
  },
  'service-failed': {
    happened: 'Ett fel uppstod i operatörens tjänst.',
    money: 'Inga pengar har flyttats.',
    todo: 'Försök igen om en minut; ring kundtjänst om felet kvarstår.',
  },
  'service-unavailable': {
    happened: 'Operatörens tjänst startar eller stannar.',
    money: 'Inga pengar har flyttats.',
    todo: 'Vänta ett ögonblick; programmet ansluter av sig självt.',
  },
  'storage-full': {
    happened: 'Operatörens tjänst har inget utrymme kvar att spara i.',
    money: 'Inget har sparats; inga pengar har flyttats.',
    todo: 'I demoläget: frigör utrymme på datorns disk. Försök annars igen senare.',
  },
  'service-unreachable': {
    happened: 'Operatörens tjänst kan inte nås.',
    money: 'Inga pengar har flyttats.',
    todo: 'Kontrollera nätverket. Programmet ansluter av sig självt så snart det går.',
  },
  'service-timeout': {
    happened: 'Operatörens tjänst svarade inte i tid.',
    money: 'Inga pengar har flyttats.',
    todo: 'Vänta lite; programmet frågar igen av sig självt.',
  },
  'service-answer-invalid': {
    happened: 'Operatörens tjänst gav ett svar som programmet inte förstår.',
    money: 'Inga pengar har flyttats.',
    todo: 'Uppdatera programmet; ring kundtjänst om det redan är det nyaste.',
  },
  'service-crashed': {
    happened: 'Den inbyggda operatörstjänsten stannade oväntat och startas igen.',
    money: 'Allt som bekräftats finns kvar; inga pengar har flyttats.',
    todo: 'Vänta några sekunder.',
  },
  'service-port-taken': {
    happened: 'Ett annat program använder operatörstjänstens port.',
    money: 'Inga pengar har flyttats.',
    todo: 'Välj en annan port eller stäng det programmet och starta igen.',
  },
  'database-newer': {
    happened: 'Demodatabasen skrevs av en nyare version av programmet.',
    money: 'Den har lämnats orörd; inga pengar har flyttats.',
    todo: 'Uppdatera programmet.',
  },
  'database-damaged': {
    happened: 'Demodatabasen kan inte läsas.',
    money: 'Den har lagts åt sidan, inte raderats; inga pengar har flyttats.',
    todo: 'Programmet fortsätter med nya demodata.',
  },
  'session-memory-only': {
    happened: 'Den här datorn saknar ett fungerande nyckelförråd, så sessionen kan inte sparas säkert.',
    money: 'Inga pengar har flyttats.',
    todo: 'Du är inloggad tills du stänger programmet. Slå på systemets nyckelförråd för att förbli inloggad.',
  },
  'session-unreadable': {
    happened: 'Den sparade sessionen kunde inte läsas och har tagits bort.',
    money: 'Inget annat har gått förlorat; inga pengar har flyttats.',
    todo: 'Logga in igen.',
  },
  'settings-unreadable': {
    happened: 'Inställningsfilen var skadad; de vanliga inställningarna används.',
    money: 'Den skadade filen har lagts åt sidan; inga pengar har flyttats.',
    todo: 'Kontrollera språk och utseende i Inställningar.',
  },
  'profile-folder-full': {
    happened: 'Disken är full, så inställningar och session kan inte sparas.',
    money: 'Du kan fortsätta tills du stänger programmet; inga pengar har flyttats.',
    todo: 'Frigör utrymme på disken.',
  },
  'clock-differs': {
    happened: 'Den här datorns klocka skiljer sig från operatörens.',
    money: 'Alla dagar och tider här är operatörens; inga pengar har flyttats.',
    todo: 'Ställ in datorns datum och tid.',
  },
  'link-refused': {
    happened: 'Den här länken leder utanför det som programmet öppnar.',
    money: 'Inget har öppnats; inga pengar har flyttats.',
    todo: 'Öppna operatörens webbplats själv om du litar på den.',
  },
  'request-refused': {
    happened: 'En förfrågan inom programmet nekades.',
    money: 'Inga pengar har flyttats.',
    todo: 'Stäng programmet och starta det igen.',
  },
  unexpected: {
    happened: 'Något gick fel som ingen hade förutsett.',
    money: 'Inga pengar har flyttats.',
    todo: 'Försök igen; ring kundtjänst om felet kvarstår.',
  },
};
