import { registrations } from '#protocol/api/sign-in.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accounts } from '#protocol/api/accounts.ts';
import { describeOnDatabases, freshDatabase, type TestAddress } from '#tests/databases.ts';
import { anna, testService, type TestService } from '#tests/operator/test-app.ts';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';
import { accountBench, problemIn, type AccountBench, type BenchAnswer } from '#tests/operator/account-fixture.ts';

const rules = ntvPlus.accounts;

const maria = {
  contractNumber: '3000000001',
  surname: 'Рыжова-Берг',
  firstName: 'Мария',
  patronymic: 'Алексеевна',
  cardNumber: '300000000011',
};
const olaf = {
  contractNumber: '3000000002',
  surname: 'Ёлкин',
  firstName: 'Олаф',
  patronymic: '',
  cardNumber: '300000000022',
};

describeOnDatabases('completing a registration', (kind) => {
  let service: TestService;
  let bench: AccountBench;
  let address: TestAddress;
  let dispose: () => Promise<void>;
  let token: string;

  async function addContract(person: typeof maria, status: 'active' | 'closed' = 'active'): Promise<void> {
    const { db } = service.core;
    await db
      .insertInto('contracts')
      .values({
        number: person.contractNumber,
        surname: person.surname,
        first_name: person.firstName,
        patronymic: person.patronymic === '' ? null : person.patronymic,
        address: 'Test',
        signed_on: '2020-01-01',
        status,
        status_since: 0,
        resumes_on: null,
        phone: null,
        email: null,
      })
      .execute();
    await db
      .insertInto('cards')
      .values({
        number: person.cardNumber,
        contract_number: person.contractNumber,
        place_ru: '-',
        place_en: '-',
        place_sv: '-',
        receiver: '-',
      })
      .execute();
  }

  beforeEach(async () => {
    const database = await freshDatabase(kind);
    address = database.address;
    service = await testService(address);
    bench = accountBench(service);
    await addContract(maria);
    await addContract(olaf);
    token = (await bench.newcomer('maria@example.test', 'a lamp in the attic')).accessToken;
    dispose = async () => {
      await service.close();
      await database.remove();
    };
  });
  afterEach(() => dispose());

  const complete = (claim: object, as = token): Promise<BenchAnswer> =>
    bench.post(registrations.complete.path, claim, as);

  it('binds the contract and takes over the holder’s name', async () => {
    const answer = await complete(maria);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      email: 'maria@example.test',
      name: 'Мария Рыжова-Берг',
      contracts: [{ number: maria.contractNumber, label: null }],
    });
    expect((await bench.ask('GET', accounts.read.path, undefined, token)).body).toEqual(answer.body);
  });

  it('reads names as people write them', async () => {
    const typed = { ...maria, surname: 'PЫЖOBА  бepг', firstName: 'маpия', patronymic: ' AЛEKСEEВHA ' };
    expect((await complete(typed)).status).toBe(200);
  });

  it('takes an absent patronymic for an absent one', async () => {
    expect((await complete({ ...olaf, patronymic: 'Олафович' })).code).toBe('contract-not-matched');
    expect((await complete({ ...olaf, surname: 'елкин', patronymic: '-' })).status).toBe(200);
  });

  it('answers the same request again alike, and any other with that it is done', async () => {
    const first = await complete(maria);
    expect(await complete(maria)).toEqual(first);
    for (let i = 0; i < rules.completionTries + 1; i += 1) {
      expect((await complete({ ...maria, firstName: 'Иная' })).code).toBe('registration-complete');
    }
    expect((await complete(olaf)).code).toBe('registration-complete');
    expect(await complete(maria)).toEqual(first);
  });

  describe('never says what did not match', () => {
    it.each<[string, object]>([
      ['no such contract', { contractNumber: '9999999999' }],
      ['another surname', { surname: 'Рыжов' }],
      ['another first name', { firstName: 'Марина' }],
      ['another patronymic', { patronymic: 'Андреевна' }],
      ['no patronymic', { patronymic: '' }],
      ['no such card', { cardNumber: '999999999999' }],
      ['a card of another contract', { cardNumber: olaf.cardNumber }],
    ])('%s', async (_title, wrong) => {
      const answer = await complete({ ...maria, ...wrong });
      expect(problemIn(answer)).toEqual({
        type: 'urn:plus-cabinet:error:contract-not-matched',
        title: 'contract not matched',
        status: 422,
        code: 'contract-not-matched',
        instance: expect.any(String) as string,
        triesLeft: rules.completionTries - 1,
      });
      expect((await bench.ask('GET', accounts.read.path, undefined, token)).body).toMatchObject({
        name: null,
        contracts: [],
      });
    });

    it('a closed contract', async () => {
      const closed = { ...maria, contractNumber: '3000000003', cardNumber: '300000000033' };
      await addContract(closed, 'closed');
      expect((await complete(closed)).code).toBe('contract-not-matched');
    });

    it('a contract that another account has', async () => {
      await complete(maria);
      const other = await bench.newcomer('other@example.test', 'a lamp in the cellar');
      const bound = problemIn(await complete(maria, other.accessToken));
      const wrong = problemIn(await complete({ ...maria, surname: 'Иная' }, other.accessToken));
      expect({ ...bound, instance: '', triesLeft: 0 }).toEqual({ ...wrong, instance: '', triesLeft: 0 });
    });
  });

  it('lets growing waits pass between wrong details; another account does not wait', async () => {
    const wrong = { ...maria, firstName: 'Иная' };
    for (let left = rules.completionTries - 1; left >= 0; left -= 1) {
      expect(problemIn(await complete(wrong))).toMatchObject({ code: 'contract-not-matched', triesLeft: left });
    }
    const throttled = problemIn(await complete(maria));
    expect(throttled).toMatchObject({ code: 'contract-match-throttled', retryAfterMs: rules.signInFirstWaitMs });
    const other = await bench.newcomer('olaf@example.test', 'a lamp in the cellar');
    expect((await complete(olaf, other.accessToken)).status).toBe(200);
    service.time.now += rules.signInFirstWaitMs;
    expect(problemIn(await complete(wrong))).toMatchObject({ retryAfterMs: 2 * rules.signInFirstWaitMs });
    service.time.now += 2 * rules.signInFirstWaitMs;
    expect((await complete(maria)).status).toBe(200);
  });

  it('gives a contract to one of two accounts that claim it at once, at two instances', async () => {
    const second = await testService(address, { fresh: false, time: service.time });
    const rival = await bench.newcomer('rival@example.test', 'a lamp in the cellar');
    const there = accountBench(second);
    const answers = await Promise.all([
      complete(maria),
      there.post(registrations.complete.path, maria, rival.accessToken),
      complete(maria),
      there.post(registrations.complete.path, maria, rival.accessToken),
    ]);
    await second.close();
    const results = answers.map((answer) => answer.code ?? answer.status);
    expect(results.filter((one) => one === 200)).toHaveLength(2);
    expect(results.filter((one) => one === 'contract-not-matched')).toHaveLength(2);
    const bound = await service.core.db
      .selectFrom('account_contracts')
      .selectAll()
      .where('contract_number', '=', maria.contractNumber)
      .execute();
    expect(bound).toHaveLength(1);
  });

  it('of many contracts at once binds one', async () => {
    const results = await Promise.all([complete(maria), complete(olaf)]);
    expect(results.map((answer) => answer.code ?? answer.status).toSorted()).toEqual([200, 'registration-complete']);
  });

  it('is for those who have no contract', async () => {
    const { accessToken } = await service.signIn();
    expect((await complete(maria, accessToken)).code).toBe('registration-complete');
    expect((await bench.ask('GET', accounts.read.path, undefined, accessToken)).body).toMatchObject({
      contracts: [{ number: anna.contract }],
    });
  });

  it('takes strange names for what they are: wrong', async () => {
    let { refreshToken } = await service.signIn({ email: 'maria@example.test', password: 'a lamp in the attic' });
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(
        name,
        name,
        fc.string({ unit: 'binary', maxLength: 30 }),
        async (surname, firstName, patronymic) => {
          service.time.now += rules.signInLongestWaitMs;
          const fresh = await service.sessions.refresh(refreshToken);
          ({ refreshToken } = fresh);
          const answer = await complete({ ...maria, surname, firstName, patronymic }, fresh.accessToken);
          expect(['contract-not-matched', 'input-invalid']).toContain(answer.code);
        },
      ),
      { numRuns: 40 },
    );
  });
});
