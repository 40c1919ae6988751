export declare namespace schedules {
  function list(requestOptions: RequestOptions): OffsetLimitPagePromise<Schedule>;
  function timezones(requestOptions: RequestOptions): ApiPromise<Timezones>;
}
