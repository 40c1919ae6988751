// What the type tests of all areas share.

import type { RequestOptions } from "hairtrigger";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only where the value has exactly this type. */
export function expectType<Expected>() {
  return <Actual,>(_value: Actual, _same: Equal<Actual, Expected>) => {};
}

export const options: RequestOptions = { timeoutInMs: 5_000, signal: new AbortController().signal };
