/** The promise of a single request. */
export interface ApiPromise<T> extends Promise<T> {
  /**
   * Resolves with the response itself: status, headers and url. Its body can be read when this was called in the same
   * tick as the call; otherwise reading it rejects.
   */
  asResponse(): Promise<Response>;
  /** Resolves with the result together with the response, as `asResponse` gives it. */
  withResponse(): Promise<{ data: T; response: Response }>;
}

/** The promise of a page, and of every item from that page on: await it, or iterate it. */
export interface CursorPagePromise<T> extends ApiPromise<CursorPage<T>>, AsyncIterable<T> {}

/** The promise of a numbered page, and of every item from that page on: await it, or iterate it. */
export interface OffsetLimitPagePromise<T> extends ApiPromise<OffsetLimitPage<T>>, AsyncIterable<T> {}

/** A page of either kind. Iterating it goes on through the pages after it. */
export interface AnyPage<T, Page> extends AsyncIterable<T> {
  /** The items of this page. */
  data: T[];
  /** Returns `data`. */
  getPaginatedItems(): T[];
  /** Tells whether a page comes after this one. */
  hasNextPage(): boolean;
  /** Tells whether a page comes before this one. */
  hasPreviousPage(): boolean;
  /** Iterates over this page and every one after it. A cursor that repeats ends it with an ApiResponseError. */
  iterPages(): AsyncIterableIterator<Page>;
}

/** A page of a list. */
export interface CursorPage<T> extends AnyPage<T, CursorPage<T>> {
  pagination: CursorPagination;
  /** Retrieves the page after this one. Rejects when there is none. */
  getNextPage(): CursorPagePromise<T>;
  /** Retrieves the page before this one. Rejects when there is none. Its items come in reverse order. */
  getPreviousPage(): CursorPagePromise<T>;
}

/** A page of a list whose pages are numbered. */
export interface OffsetLimitPage<T> extends AnyPage<T, OffsetLimitPage<T>> {
  pagination: OffsetLimitPagination;
  /** Retrieves the page after this one. Rejects when there is none. */
  getNextPage(): OffsetLimitPagePromise<T>;
  /** Retrieves the page before this one. Rejects when there is none. */
  getPreviousPage(): OffsetLimitPagePromise<T>;
}
