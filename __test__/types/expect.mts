// What the type tests of all areas share.

import type { RequestOptions } from "hairtrigger";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only where the value has exactly this type. */
export function expectType<Expected>() {
  return <Actual,>(_value: Actual, _same: Equal<Actual, Expected>) => {};
}

export const options: RequestOptions = { timeoutInMs: 5_000, signal: new AbortController().signal };

// What it would be worth little without: the types that everything can be assigned to or from are told apart.
declare const anything: any;
declare const unknown: unknown;
declare const never: never;
declare const text: string;
expectType<unknown>()(unknown, true);
expectType<any>()(anything, true);
// @ts-expect-error any is not unknown
expectType<unknown>()(anything, true);
// @ts-expect-error unknown is not any
expectType<any>()(unknown, true);
// @ts-expect-error a string is not unknown
expectType<unknown>()(text, true);
// @ts-expect-error any is not a string
expectType<string>()(anything, true);
// @ts-expect-error never is not a string
expectType<string>()(never, true);
// @ts-expect-error a promise of any is not one of a string
expectType<Promise<string>>()(Promise.resolve(anything), true);
// @ts-expect-error a string is a part of the type alone
expectType<string | undefined>()(text, true);
