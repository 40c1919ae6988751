/** The promise of a single request. */
export interface ApiPromise<T> extends Promise<T> {
  /**
   * The response itself: status, headers and url. Its body can be read when this was called in the same
   * tick as the call; otherwise reading it rejects.
   */
  asResponse(): Promise<Response>;
  /** The result together with the response, as `asResponse` gives it. */
  withResponse(): Promise<{ data: T; response: Response }>;
}

/** The promise of a page, and of every item from that page on: await it, or iterate it. */
export interface CursorPagePromise<T> extends ApiPromise<CursorPage<T>>, AsyncIterable<T> {}

/** The promise of a numbered page, and of every item from that page on: await it, or iterate it. */
export interface OffsetLimitPagePromise<T> extends ApiPromise<OffsetLimitPage<T>>, AsyncIterable<T> {}

/** What all pages have. Iterating one goes on through the pages after it. */
interface AnyPage<T, Page> extends AsyncIterable<T> {
  data: T[];
  /** The same as `data`. */
  getPaginatedItems(): T[];
  hasNextPage(): boolean;
  hasPreviousPage(): boolean;
  /** This page and every one after it. A cursor that repeats ends it with an ApiResponseError. */
  iterPages(): AsyncIterableIterator<Page>;
}

/** One page of a list. */
export interface CursorPage<T> extends AnyPage<T, CursorPage<T>> {
  pagination: CursorPagination;
  /** Rejects when there is none. */
  getNextPage(): CursorPagePromise<T>;
  /** Rejects when there is none. Its items come in reverse order. */
  getPreviousPage(): CursorPagePromise<T>;
}

/** One page of a list whose pages are numbered. */
export interface OffsetLimitPage<T> extends AnyPage<T, OffsetLimitPage<T>> {
  pagination: OffsetLimitPagination;
  /** Rejects when there is none. */
  getNextPage(): OffsetLimitPagePromise<T>;
  /** Rejects when there is none. */
  getPreviousPage(): OffsetLimitPagePromise<T>;
}
