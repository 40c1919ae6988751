/**
 * The addon's functions for the facade alone; those that users call are in index.d.ts. What comes back as a text where
 * something else was asked for is a failure, as JSON, which `toError` makes an error of.
 */

/** A thing of Rust's that JavaScript holds and cannot look into; each kind is made in one place. */
interface Handle<Kind extends string> {
  readonly kind: Kind;
}
type Realm = Handle<"realm">;
type Scope = Handle<"scope">;
type Configuration = Handle<"configuration">;
type PreparedCall = Handle<"prepared call">;
type Subscription = Handle<"subscription">;
/** `[id, JSON of a run or event, kind or failure, packets or a failure's text, runs to forget]` */
type Mail = [undefined, string | undefined, number | string | undefined, any, string[] | undefined];
type LargeBody = Handle<"large body">;
type TailHandle = Handle<"tail">;
/** `[id, JSON of a list, kind or failure, the place of the first value or a failure's text, the place of the last]` */
type PartMail = [undefined, string | undefined, number | string | undefined, any, string | undefined];
type Failure = string;
/** A variable of the process environment each, in the order of `scopeVariables`. */
type Variables = (string | undefined)[];

declare const native: {
  addonVersion(): string;
  /** JSON: a row for each operation, or for the one of this name. */
  operationTable(name?: string): string;

  openRealm(
    settle: (batch: unknown[]) => void,
    /** A list says what JSON cannot hold, and behind it the steps that lead there. */
    encode: (value: unknown, isPayload: boolean) => string | string[] | null | undefined,
    isOrdinary: (object: object) => boolean,
    keepRefresh: (refresh: () => unknown) => () => unknown,
    rows: Float64Array | undefined,
  ): Realm;
  holdRealm(realm: Realm): void;
  releaseRealm(realm: Realm): void;
  pauseRealm(realm: Realm): void;
  resumeRealm(realm: Realm): unknown[];
  keepBody(realm: Realm, id: number): void;
  /** `[kind, JSON, kind, …]`, empty at the end. */
  takePieces(body: LargeBody): any[];
  releaseBody(body: LargeBody): void;
  watchCall(realm: Realm, id: number, carrier: Record<string, string>): void;
  recordOf(realm: Realm, id: number, isLast: boolean): string | null;

  scopeVariables(): string[];
  readConfiguration(realm: Realm, config: unknown): Configuration | Failure;
  /** Null: the current one is what it would be. */
  defaultScope(
    realm: Realm,
    configuration: Configuration | undefined,
    current: Scope | undefined,
    variables: Variables,
  ): Scope | null;
  environmentScope(realm: Realm, variables: Variables): Scope;
  deriveScope(parent: Scope, config: unknown, place: string): Scope | Failure;
  scopeOfOptions(parent: Scope, requestOptions: unknown, operation: string): Scope | Failure;
  /** Who calls in a scope, and where: tells two of them apart. Null where nobody may call. */
  callerOf(scope: Scope): string | null;
  optionNames(of: "request" | "trigger"): string[];
  legacyScope(realm: Realm, config: unknown, variables: Variables): Scope | Failure;
  legacyEnvironmentScope(
    realm: Realm,
    configuration: Configuration | undefined,
    isScoped: boolean,
    variables: Variables,
  ): Scope;
  legacyEnvironmentOf(key: string): string | null;

  startEngine(
    operation: string,
    extraCertificates: string | undefined,
    useSystemStore: boolean,
    omitBundledRoots: boolean,
    httpProxy: string | undefined,
    httpsProxy: string | undefined,
    noProxy: string | undefined,
  ): Failure | null;
  keepEnvironment(variables: string): void;
  keptEnvironment(): string | null;

  optionsIndex(call: PreparedCall): number | null;
  startCall(call: PreparedCall, id: number): Failure | null;
  abortCall(call: PreparedCall): void;
  prefetches(call: PreparedCall): boolean;
  neighbourCall(call: PreparedCall, next: boolean, cursor: string): PreparedCall;
  feedOptions(
    call: PreparedCall,
  ): [keepAlive: boolean, throwOnAbort: boolean, options: number | null] | Failure;
  /** The function of the scope that answers a fresh token. */
  refreshOf(call: PreparedCall): (() => unknown) | null;
  subscribe(call: PreparedCall, id: number, isWatched: boolean): Subscription | Failure;
  takeMail(subscription: Subscription): Mail | null;
  unsubscribe(subscription: Subscription): void;
  /** A digest of the credential that it was made with: tells two of them apart. */
  subscriptionCredential(subscription: Subscription): string;
  giveToken(subscription: Subscription, token: string | undefined): void;
  subscriptionState(subscription: Subscription): string;
  subscriptionStats(subscription: Subscription): string;
  subscriptionCursor(subscription: Subscription): string;
  tailOptions(
    call: PreparedCall,
  ): [keepAlive: boolean, throwOnAbort: boolean, beginsAtOnce: boolean, options: number | null] | Failure;
  readStream(call: PreparedCall, id: number): TailHandle | Failure;
  takeParts(tail: TailHandle): PartMail | null;
  stopReading(tail: TailHandle): void;
  /** Nothing more is written: it ends when everything was read. */
  finishReading(tail: TailHandle): void;
  tailCredential(tail: TailHandle): string;
  giveTailToken(tail: TailHandle, token: string | undefined): void;
  tailState(tail: TailHandle): string;
  tailStats(tail: TailHandle): string;
  tailCursor(tail: TailHandle, place: string): string;
  /** The call that reads a stream of a run, in the scope and under the options of the call that watches the run. */
  streamOfRun(subscription: PreparedCall, runId: string, key: string): PreparedCall | Failure;
  readDrainOptions(realm: Realm, options: unknown): [timeoutInMs: number, waits: boolean] | Failure;
  /** Of each bigint the lowest 64 bits. */
  isCrowded(numbers: Float64Array, bigIntegers: BigUint64Array): boolean;
  isSigned(payload: string, signature: string, secret: string): boolean;

  /** The functions of an area, which prepare calls. */
  readonly [area: string]: any;
};
export = native;
