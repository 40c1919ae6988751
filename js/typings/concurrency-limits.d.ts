/** The new bounds of a whole concurrency limit. */
export type LimitOverride = OverrideConcurrencyLimitParams & { concurrencyKey?: never; ttl?: never };

/** The new bound of one concurrency key of a limit. */
export type KeyOverride = OverrideConcurrencyLimitKeyParams & { total?: never };

export declare namespace concurrencyLimits {
  /** Lists the concurrency limits under request options alone. */
  function list(requestOptions: RequestOptions): OffsetLimitPagePromise<ConcurrencyLimit>;

  /** Retrieves the whole limit. */
  function retrieve(name: string, requestOptions?: RequestOptions): ApiPromise<ConcurrencyLimit>;

  /** Caps one concurrency key for a time, whatever task its runs are of. */
  function override(
    name: string,
    params: KeyOverride,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimitKey>;

  /** Overrides the bounds of the whole limit. */
  function override(
    name: string,
    params: LimitOverride,
    requestOptions?: RequestOptions,
  ): ApiPromise<ConcurrencyLimit>;

  /** Resets the whole limit. */
  function reset(name: string, requestOptions?: RequestOptions): ApiPromise<ConcurrencyLimit>;
}
