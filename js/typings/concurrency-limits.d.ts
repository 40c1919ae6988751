/** What overrides a concurrency limit itself. */
export type LimitOverride = OverrideConcurrencyLimitParams & { concurrencyKey?: never; ttl?: never };
/** What overrides a concurrency limit for one concurrency key. */
export type KeyOverride = OverrideConcurrencyLimitKeyParams & { total?: never };

export declare namespace concurrencyLimits {
  function list(requestOptions: RequestOptions): OffsetLimitPagePromise<ConcurrencyLimit>;

  /** Retrieves what a limit is for one concurrency key. */
  function retrieve(
    name: string,
    params: ConcurrencyLimitKeyParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimitKey>;

  /** Caps one concurrency key for a time, whatever task its runs are of. */
  function override(
    name: string,
    params: KeyOverride,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimitKey>;
  // Last: what the others do not take.
  function override(
    name: string,
    params: LimitOverride | KeyOverride,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimit | ConcurrencyLimitKey>;

  /** Lifts the cap of one concurrency key; the limit itself stays as it is. */
  function reset(
    name: string,
    params: ConcurrencyLimitKeyParams,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimitKey>;
}
