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
  'two-step-failed': {
    happened: 'Koden stämmer inte.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Vänta på nästa kod i autentiseringsappen eller använd en återställningskod.',
  },
  'two-step-expired': {
    happened: 'Tiden för koden är slut.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Börja om med det här steget.',
  },
  'link-invalid': {
    happened: 'Länken gäller inte längre: den är använd, för gammal eller ersatt av ett nyare brev.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Be om ett nytt brev och använd länken i det.',
  },
  'provider-unavailable': {
    happened: 'Det sociala nätverket svarar inte just nu.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Försök igen om några minuter eller logga in på ett annat sätt.',
  },
  'identity-ticket-expired': {
    happened: 'Svaret från det sociala nätverket är för gammalt eller redan använt.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Gå via det sociala nätverket en gång till.',
  },
  'account-link-needed': {
    happened: 'Det finns redan ett konto med e-postadressen från det sociala nätverket.',
    money: 'Du är inte inloggad än; inga pengar har flyttats.',
    todo: 'Ange kontots lösenord en gång för att koppla ihop dem.',
  },
  'password-wrong': {
    happened: 'Det är inte kontots lösenord.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Kontrollera Caps Lock och tangentbordsspråket och försök igen.',
  },
  'password-throttled': {
    happened: 'För många försök med fel lösenord.',
    money: 'Inget har ändrats; du förblir inloggad och inga pengar har flyttats.',
    todo: 'Vänta tills den angivna tiden har gått och försök sedan igen.',
  },
  'password-missing': {
    happened: 'Kontot har inget lösenord.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Logga ut och logga in igen via det sociala nätverket.',
  },
  'password-too-short': {
    happened: 'Det nya lösenordet är för kort.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Välj ett längre. Några ord i rad är lätta att minnas.',
  },
  'password-too-long': {
    happened: 'Det nya lösenordet är för långt.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Välj ett kortare.',
  },
  'password-too-common': {
    happened: 'Det nya lösenordet är ett av de vanligaste, och sådana gissas först.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Välj ett annat. Några ord i rad är lätta att minnas och svåra att gissa.',
  },
  'fresh-session-needed': {
    happened: 'Du loggade in för ett tag sedan, och kontot har inget lösenord att fråga efter.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Logga ut, logga in igen via det sociala nätverket och gör ändringen strax därefter.',
  },
  'contract-not-matched': {
    happened: 'Uppgifterna stämmer inte med operatörens register.',
    money: 'Inget har kopplats; inga pengar har flyttats.',
    todo: 'Jämför alla med avtalet och kortet. Ring kundtjänst om de är rätt.',
  },
  'contract-match-throttled': {
    happened: 'Uppgifterna stämde inte flera gånger i rad.',
    money: 'Inget har kopplats; inga pengar har flyttats.',
    todo: 'Vänta tills den angivna tiden har gått, eller ring kundtjänst.',
  },
  'registration-complete': {
    happened: 'Kontot har redan sitt avtal.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Gå till översikten. Ring kundtjänst om det gäller ett annat avtal.',
  },
  'code-wrong': {
    happened: 'Det är inte koden i det senaste meddelandet.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Jämför den med meddelandet som kom sist.',
  },
  'code-expired': {
    happened: 'Koden gäller inte längre.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Be om en ny kod.',
  },
  'two-step-already-on': {
    happened: 'Tvåstegsinloggning är redan på.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Stäng av den och slå på den igen om du har bytt telefon.',
  },
  'two-step-not-on': {
    happened: 'Tvåstegsinloggning är av.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Slå på den först.',
  },
  'identity-taken': {
    happened: 'Profilen i det sociala nätverket hör till ett annat konto.',
    money: 'Inget har kopplats; inga pengar har flyttats.',
    todo: 'Välj en annan profil i webbläsaren, eller logga in på det kontot och koppla bort den där.',
  },
  'provider-already-linked': {
    happened: 'En profil i det här sociala nätverket är redan kopplad.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Koppla bort den först om du vill koppla en annan.',
  },
  'last-way-in': {
    happened: 'Det här är enda sättet att komma in på ditt konto.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Ange ett lösenord eller koppla ett annat socialt nätverk först.',
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
  'request-refused': {
    happened: 'En förfrågan inom programmet nekades.',
    money: 'Inga pengar har flyttats.',
    todo: 'Stäng programmet och starta det igen.',
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
  'profile-folder-unwritable': {
    happened: 'Programmet får inte skriva i sin mapp, så inställningar och inloggning kan inte sparas.',
    money: 'Du kan fortsätta tills du stänger programmet; inga pengar har flyttats.',
    todo: 'Kontrollera mappens behörigheter eller fråga den som sköter datorn.',
  },
  'store-damaged': {
    happened: 'Filen där programmet sparar inloggningen och sina anteckningar var skadad. Den har lagts åt sidan.',
    money: 'Pengar dras ändå högst en gång. Kontoutdraget visar vad som kommit in.',
    todo: 'Logga in igen och titta i kontoutdraget innan du upprepar en betalning.',
  },
  'store-newer': {
    happened:
      'En nyare version av programmet har skrivit dess data. Det som den här versionen inte känner till har lagts åt sidan.',
    money: 'Inga pengar har flyttats.',
    todo: 'Uppdatera programmet.',
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
  'browser-not-opened': {
    happened: 'Webbläsaren gick inte att öppna.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Kontrollera vilken webbläsare som är systemets standard och försök igen.',
  },
  'provider-denied': {
    happened: 'Det sociala nätverket bekräftade dig inte: åtkomsten avböjdes där.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Försök igen och tillåt åtkomsten, eller logga in på ett annat sätt.',
  },
  'provider-timeout': {
    happened: 'Inget svar kom tillbaka från webbläsaren.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Börja om när du är redo.',
  },
  'provider-answer-invalid': {
    happened: 'Svaret från webbläsaren hörde inte till den här begäran och har inte använts.',
    money: 'Inget har ändrats; inga pengar har flyttats.',
    todo: 'Stäng sidan i webbläsaren och börja om här.',
  },
  'session-locked': {
    happened: 'Programmet är låst.',
    money: 'Du är fortfarande inloggad; inga pengar har flyttats.',
    todo: 'Lås upp det för att fortsätta.',
  },
  'statement-too-long': {
    happened: 'Kontoutdraget är för långt för att skrivas ut.',
    money: 'Inget skrevs; inga pengar har rört sig.',
    todo: 'Välj en kortare period, eller spara det som XLSX eller CSV.',
  },
  'file-not-saved': {
    happened: 'Filen gick inte att spara.',
    money: 'Inget annat har ändrats; inga pengar har flyttats.',
    todo: 'Välj en annan mapp eller frigör utrymme på disken.',
  },
  unexpected: {
    happened: 'Något gick fel som ingen hade förutsett.',
    money: 'Inga pengar har flyttats.',
    todo: 'Försök igen; ring kundtjänst om felet kvarstår.',
  },
  'payee-not-found': {
    happened: 'Det finns inget avtal och inget programkort med detta nummer.',
    money: 'Inga pengar har dragits.',
    todo: 'Jämför siffrorna med avtalet eller kortet i mottagaren.',
  },
  'contract-closed': {
    happened: 'Detta avtal är avslutat och tar inte emot fler betalningar.',
    money: 'Inga pengar har dragits.',
    todo: 'Kontrollera numret. Om det stämmer, ring kundtjänst.',
  },
  'amount-invalid': {
    happened: 'Beloppet kan inte betalas: det är under eller över gränsen.',
    money: 'Inga pengar har dragits.',
    todo: 'Ange ett belopp inom de visade gränserna.',
  },
  'method-unavailable': {
    happened: 'Detta betalningssätt är avstängt just nu.',
    money: 'Inga pengar har dragits.',
    todo: 'Välj ett annat sätt.',
  },
  'method-limit': {
    happened: 'Det är mer än detta betalningssätt tar emot i dag.',
    money: 'Inga pengar har dragits.',
    todo: 'Betala ett mindre belopp eller välj ett annat sätt.',
  },
  'payment-open': {
    happened: 'En annan betalning pågår, så ingen andra påbörjades.',
    money: 'Inga pengar har dragits för den andra.',
    todo: 'Vänta på den första eller avbryt den.',
  },
  'payment-not-found': {
    happened: 'Det finns ingen sådan betalning bland dina.',
    money: 'Inga pengar har dragits.',
    todo: 'Titta i kontoutdraget: varje inkommen betalning står där.',
  },
  'payment-not-settled': {
    happened: 'Ett kvitto finns först när betalningen har bokförts.',
    money: 'Betalningen har inte bokförts ännu.',
    todo: 'Vänta på meddelandet om att den kommit in.',
  },
  'payment-system-unavailable': {
    happened: 'Betalsystemet svarar inte just nu.',
    money: 'Inga pengar har dragits.',
    todo: 'Försök igen om en minut eller betala på annat sätt.',
  },
  'card-not-found': {
    happened: 'Kortet är inte längre kopplat.',
    money: 'Inga pengar har dragits.',
    todo: 'Koppla det igen vid nästa betalning.',
  },
  'promise-refused': {
    happened: 'En utlovad betalning är inte möjlig nu.',
    money: 'Saldot är oförändrat.',
    todo: 'Se skälet: där står vad som upphäver det.',
  },
  'promise-changed': {
    happened: 'Erbjudandet ändrades medan du tittade på det.',
    money: 'Saldot är oförändrat.',
    todo: 'Se det nya beloppet och datumet och bekräfta igen.',
  },
  'idempotency-key-missing': {
    happened: 'Begäran saknar märket som hindrar att den görs två gånger.',
    money: 'Inga pengar har dragits.',
    todo: 'Uppdatera programmet.',
  },
  'idempotency-key-reused': {
    happened: 'Denna begäran har redan gjorts med andra uppgifter.',
    money: 'Inga pengar har dragits den här gången.',
    todo: 'Börja om med betalningen.',
  },
  'idempotency-key-running': {
    happened: 'Samma begäran behandlas fortfarande.',
    money: 'Den dras inte två gånger.',
    todo: 'Vänta ett ögonblick: svaret kommer av sig självt.',
  },
  'payment-unknown': {
    happened: 'Anslutningen bröts under betalningen.',
    money: 'Vi vet ännu inte om pengarna drogs. Du debiteras inte två gånger.',
    todo: 'Betala inte igen. Programmet fortsätter fråga och meddelar dig.',
  },
  'outcome-unknown': {
    happened: 'Svaret från operatörens tjänst gick förlorat.',
    money: 'Vi vet ännu inte om ändringen gjordes.',
    todo: 'Kontrollera vad programmet visar nu innan du gör om den.',
  },
  'payment-page-failed': {
    happened: 'Betalsidan öppnades inte.',
    money: 'Inget bekräftades där, så inga pengar har dragits.',
    todo: 'Öppna den igen eller avbryt betalningen.',
  },
  'payment-page-refused': {
    happened: 'Betalsidan ville leda till en adress som inte hör dit, så den stängdes.',
    money: 'Det du bekräftat tidigare kan ha dragits: programmet frågar.',
    todo: 'Ange inte kortuppgifter någon annanstans. Händer det igen, ring kundtjänst.',
  },
  'payments-unreadable': {
    happened: 'Programmets anteckning om en pågående betalning gick inte att läsa.',
    money: 'Pengar dras ändå högst en gång. Kontoutdraget visar vad som kommit in.',
    todo: 'Titta i kontoutdraget innan du betalar igen.',
  },
};
