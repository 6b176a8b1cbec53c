import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { exampleOf, operationExampleOf } from '#tests/examples/index.ts';
import { operations } from './api/operations.ts';
import { bridgeNames, ownVerbs } from './ipc/names.ts';
import { isEmpty, isMedia, operation, operationIdOf, parseInput, requestPath, type Operation } from './operation.ts';

const all = Object.values<Readonly<Record<string, Operation>>>(operations).flatMap((domain) => Object.values(domain));
const base = {
  method: 'GET',
  tag: 'reference',
  summary: 'A test.',
  answers: { 200: z.object({}) },
  errors: [],
  auth: 'session',
  send: 'repeat',
  changes: [],
} as const;

describe('every declared operation', () => {
  test.each(all.map((of) => [of.id, of] as const))('%s has an example that its schemas accept', (id, of) => {
    const { input, answer } = operationExampleOf(id);
    expect(parseInput(of, input)).toMatchObject({ ok: true });
    for (const schema of Object.values(of.answers)) {
      if (isMedia(schema) || isEmpty(schema)) continue;
      if (Object.keys(of.answers).length === 1) expect(schema.safeParse(answer).error).toBeUndefined();
    }
  });

  test('ids, methods with paths, and operation ids are unique', () => {
    const unique = (values: readonly string[]): void => expect(values).toHaveLength(new Set(values).size);
    unique(all.map(({ id }) => id));
    unique(all.map(({ method, path }) => `${method} ${path}`));
    unique(all.map(operationIdOf));
    expect(Object.keys(bridgeNames()).length).toBeGreaterThan(0);
  });

  test('names who may call it, and a keyed operation is not exposed as it stands', () => {
    for (const { id, auth, exposed, send } of all) {
      expect(['session', 'staff', 'none'], id).toContain(auth);
      expect(exposed === true && send === 'keyed', id).toBe(false);
    }
  });

  test('reads change nothing, and what changes something is not a GET', () => {
    for (const { id, changes, method } of all) if (method === 'GET') expect(changes, id).toEqual([]);
  });
});

test.each([...ownVerbs.values()].map((verb) => [verb.id, verb] as const))('%s has an example', (id, verb) => {
  const { input, answer } = exampleOf(id);
  expect(verb.input.safeParse(input).error).toBeUndefined();
  expect(verb.output.safeParse(answer).error).toBeUndefined();
});

describe('a wrong declaration fails by name', () => {
  test.each([
    ['no schema for the path part :id', { ...base, id: 'test.a', path: '/v1/things/:id' }],
    [
      'the path has no part :name',
      { ...base, id: 'test.b', path: '/v1/things', params: z.object({ name: z.string() }) },
    ],
    [
      'the field id stands in two places of the input',
      {
        ...base,
        id: 'test.c',
        path: '/v1/things/:id',
        params: z.object({ id: z.string() }),
        query: z.object({ id: z.string() }),
      },
    ],
  ])('%s', (message, declared) => {
    expect(() => operation(declared as never)).toThrow(message);
  });
});

describe('requestPath', () => {
  const thing = operation({
    ...base,
    id: 'test.thing',
    path: '/v1/things/:id/parts',
    params: z.object({ id: z.string() }),
    query: z.object({ from: z.string().optional(), limit: z.number().optional() }),
  });

  test('fills in and encodes each part, and leaves out what is not set', () => {
    expect(requestPath(thing, { id: 'a/b' }, { from: undefined, limit: 5 })).toBe('/v1/things/a%2Fb/parts?limit=5');
    expect(requestPath(thing, { id: 'a' }, {})).toBe('/v1/things/a/parts');
  });

  test.each([{}, { id: '' }, { ID: 'a' }])('refuses a part without a value: %j', (params) => {
    expect(() => requestPath(thing, params, {})).toThrow('test.thing: no value for the path part :id');
  });

  test('parseInput takes a flat input apart, drops unknown fields and names those at fault', () => {
    expect(parseInput(thing, { id: 'a', from: 'x', other: 1 })).toEqual({
      ok: true,
      params: { id: 'a' },
      query: { from: 'x' },
      body: undefined,
    });
    expect(parseInput(thing, { from: 1 })).toEqual({ ok: false, fields: ['id', 'from'] });
  });
});
