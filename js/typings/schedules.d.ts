export declare namespace schedules {
  /** Lists the schedules under request options alone. */
  function list(requestOptions: RequestOptions): OffsetLimitPagePromise<Schedule>;
  /** Lists the timezones, `UTC` among them, under request options alone. */
  function timezones(requestOptions: RequestOptions): ApiPromise<Timezones>;
}
