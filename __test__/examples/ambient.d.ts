// What the ts blocks import and this repository does not install.

/** The key that an example of hairtrigger/legacy passes. */
declare const apiKey: string;

declare module "vitest" {
  export function test(name: string, body: () => Promise<void>): void;
  export function expect(value: unknown): { toBe(expected: unknown): void };
}

/** What a service that serves several customers has of its own. */
declare function secretKeyOf(request: Request): Promise<string>;
