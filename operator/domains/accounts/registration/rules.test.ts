import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completionMatches, lettersOf, sameHolder, type CompletionFacts } from './rules.ts';

const CYRILLIC = 'АВЕКМНОРСТУХ';
const LATIN = 'ABEKMHOPCTYX';

/** Any way of writing one character that means the same letter. */
function waysOf(letter: string): fc.Arbitrary<string> {
  const index = CYRILLIC.indexOf(letter.toUpperCase());
  const alike = index >= 0 ? [letter, LATIN.charAt(index)] : [letter];
  if ('ЕЁ'.includes(letter.toUpperCase())) alike.push('ё', 'Ё', 'Е', 'E', 'е\u0308', 'e\u0308');
  if (letter.toUpperCase() === 'Й') alike.push('и\u0306', 'И\u0306');
  return fc.constantFrom(...alike).chain((one) => fc.constantFrom(one, one.toUpperCase(), one.toLowerCase()));
}

const between = fc.constantFrom(
  '',
  '',
  '',
  ' ',
  '\u00a0',
  '\u200b',
  '-',
  '‐',
  '‑',
  '–',
  '—',
  '−',
  "'",
  '’',
  'ʼ',
  '`',
  '´',
);

/** Any way of writing a name that means the same name. */
function writings(name: string): fc.Arbitrary<string> {
  return fc
    .tuple(...Array.from(name, (letter) => fc.tuple(waysOf(letter), between)))
    .map((parts) => parts.flat().join(''));
}

const cyrillicName = fc
  .array(fc.constantFrom(...Array.from('абвгдеёжзийклмнопрстуфхцчшщъыьэюя')), { minLength: 1, maxLength: 20 })
  .map((letters) => letters.join(''));

describe('the letters of a name', () => {
  it('are the same however the name is written', () => {
    fc.assert(
      fc.property(
        cyrillicName.chain((name) => fc.tuple(fc.constant(name), writings(name))),
        ([name, written]) => {
          expect(lettersOf(written)).toBe(lettersOf(name));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('differ when a letter does', () => {
    const other = fc.constantFrom(...Array.from('бгджзийлпфцчшщъыьэюя'));
    fc.assert(
      fc.property(cyrillicName, fc.nat(), other, (name, place, letter) => {
        const at = place % name.length;
        const changed = name.slice(0, at) + letter + name.slice(at + 1);
        expect(lettersOf(changed) === lettersOf(name)).toBe(name[at] === letter);
      }),
    );
  });

  it('are found once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(lettersOf(lettersOf(text))).toBe(lettersOf(text));
      }),
    );
  });

  it.each([
    ['РИМСКИЙ-КОРСАКОВ', 'Римский – Корсаков'],
    ['Соловьёв', 'соловьев'],
    ["О'Коннор", 'О´Коннор'],
    ['Йод', 'И\u0306од'],
    ['Ма\u0301рина', 'МАРИНА'],
    ['Ван Дер Меер', 'ван-дер-меер'],
    // Typed in the wrong alphabet where it looks the same.
    ['Вера', 'Bеpа'],
    ['НЕСТОРОВ', 'HECTOPOB'],
    ['Хохмутк', 'xoxmytk'],
  ])('%s and %s are alike', (one, other) => {
    expect(lettersOf(one)).toBe(lettersOf(other));
  });

  it.each([
    ['Иод', 'Йод'],
    ['Соколов', 'Соколова'],
    ['Громов', 'Гром'],
    ['Лапин', 'Lapin'],
  ])('%s and %s are not', (one, other) => {
    expect(lettersOf(one)).not.toBe(lettersOf(other));
  });
});

const marina = { surname: 'Соколова', firstName: 'Марина', patronymic: 'Андреевна' };
const ilya = { surname: 'Громов', firstName: 'Илья', patronymic: null };

describe('a holder', () => {
  it('is the same in any writing of all three names', () => {
    const written = fc.record({
      surname: writings(marina.surname),
      firstName: writings(marina.firstName),
      patronymic: writings(marina.patronymic),
    });
    fc.assert(
      fc.property(written, (claim) => {
        expect(sameHolder(marina, claim)).toBe(true);
      }),
    );
  });

  it('without a patronymic is claimed without one', () => {
    for (const patronymic of ['', null, '-', ' — ']) expect(sameHolder(ilya, { ...ilya, patronymic })).toBe(true);
    expect(sameHolder(ilya, { ...ilya, patronymic: 'Ильич' })).toBe(false);
    for (const patronymic of ['', null]) expect(sameHolder(marina, { ...marina, patronymic })).toBe(false);
  });

  it('is not the same with any name of another', () => {
    for (const name of ['surname', 'firstName', 'patronymic'] as const) {
      expect(sameHolder(marina, { ...marina, [name]: 'Иная' })).toBe(false);
    }
    expect(
      sameHolder(marina, { surname: marina.firstName, firstName: marina.surname, patronymic: marina.patronymic }),
    ).toBe(false);
  });

  it('of no letters is nobody', () => {
    const nobody = { surname: '-', firstName: '’', patronymic: null };
    expect(sameHolder(nobody, nobody)).toBe(false);
  });
});

describe('a completion', () => {
  const claim = { ...marina, contractNumber: '2256884759' };
  const good: CompletionFacts = {
    contract: { ...marina, closed: false },
    contractOfCard: claim.contractNumber,
    boundElsewhere: false,
  };

  it('is good when all is right', () => {
    expect(completionMatches(claim, good)).toBe(true);
  });

  it.each<[string, Partial<CompletionFacts>]>([
    ['there is no such contract', { contract: null }],
    ['the contract is closed', { contract: { ...marina, closed: true } }],
    ['the holder is another', { contract: { ...ilya, closed: false } }],
    ['there is no such card', { contractOfCard: null }],
    ['the card is of another contract', { contractOfCard: '2248013365' }],
    ['another account has it', { boundElsewhere: true }],
  ])('is not when %s', (_title, facts) => {
    expect(completionMatches(claim, { ...good, ...facts })).toBe(false);
  });
});
